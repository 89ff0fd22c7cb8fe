// What the page asks for: one request after the other, so that an up never overtakes its down.

export const page = crypto.randomUUID();
const refusal = document.querySelector("#refusal");
let last = Promise.resolve();

/** Ask for something; an order as orders.py knows it. */
export function order(wanted) {
  last = last.then(() => send(wanted));
  return last;
}

async function send(wanted) {
  try {
    const answer = await fetch("/do", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(wanted),
    });
    tell(answer.ok ? "" : await answer.text());
  } catch {
    tell("The simulator does not answer: is it still running?");
  }
}

function tell(words) {
  refusal.textContent = words;
  refusal.hidden = words === "";
}
