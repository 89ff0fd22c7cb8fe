// Looking back: a day as a picture, and what alarms asked of the staff.

const $ = (selector) => document.querySelector(selector);
const form = $("#ask");
let asked = 0; // how often: an answer to an older question is not shown under a newer one

async function ask(what, query) {
  const answer = await fetch(`/back/${what}?${query}`).catch(() => null);
  if (!answer) throw new Error("The board does not answer.");
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
}

async function show() {
  const mine = ++asked;
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const day = new URLSearchParams([...query].filter(([name]) => name !== "days"));
  history.replaceState(null, "", `/back?${query}`);
  clear();
  $("#bays").replaceChildren(text("p", "Asking the board …"));
  const asks = [ask("figures.json", query).then((answer) => answer.json())];
  if (query.get("station")) {
    asks.push(ask("day.svg", day).then((answer) => answer.text()), ask("day.json", day).then((answer) => answer.json()));
  }
  try {
    const [found, picture, words] = await Promise.all(asks);
    if (mine === asked) draw(found, picture, words);
  } catch (error) {
    if (mine !== asked) return;
    clear();
    $("#wrong").textContent = error.message;
    $("#wrong").hidden = false;
  }
}

/** What was shown is not of what is asked for now. */
function clear() {
  for (const part of ["#wrong", "#day", "#worst"]) $(part).hidden = true;
  for (const part of ["#wrong", "#picture", "#spans", "#figures", "#bays", "#notes"]) $(part).replaceChildren();
}

function draw(found, picture, words) {
  if (words) {
    const drawn = new DOMParser().parseFromString(picture, "image/svg+xml").documentElement;
    $("#picture").replaceChildren(document.importNode(drawn, true));
    $("#spans").replaceChildren(table(words.head, words.rows));
    $("#day").hidden = false;
  }
  $("#worst").hidden = !found.worst;
  $("#worst").textContent = found.worst ? `Hardest: ${found.worst}.` : "";
  $("#figures").replaceChildren(...found.figures.map(figure));
  $("#bays").replaceChildren(found.rows.length ? table(found.head, found.rows) : text("p", "No bay is known of."));
  $("#notes").replaceChildren(...found.notes.map((note) => text("li", note)));
}

function table(head, rows) {
  const made = document.createElement("table");
  const titles = made.createTHead().insertRow();
  titles.append(...head.map((title) => Object.assign(text("th", title), { scope: "col" })));
  const body = made.createTBody();
  for (const row of rows) body.insertRow().append(...row.map((cell) => text("td", cell)));
  return made;
}

function figure([name, value]) {
  const pair = document.createElement("li");
  pair.append(text("span", name), " ", text("strong", value));
  return pair;
}

function text(tag, words) {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}

const today = new Date();
form.elements.day.value = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
for (const [name, value] of new URLSearchParams(location.search)) {
  if (form.elements[name]) form.elements[name].value = value;
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});
show();
