// Drills: which there are, what to do now, and what came of the last.

import { order } from "./orders.js";

const $ = (selector) => document.querySelector(selector);
const LISTS = [
  ["late", "Late"],
  ["missed", "Missed"],
  ["slips", "Pressed by mistake"],
  ["unseen", "Not seen"],
  ["done", "Done in time"],
  ["asides", "Also"],
];
let shown = { all: [], on: null, ended: null };

export function showDrills(told) {
  const before = shown;
  shown = told;
  const inside = (selector) => $(selector).contains(document.activeElement);
  const [chose, ran, read] = ["#drills", "#drill", "#report"].map(inside);
  choices(told.all);
  $("#drills").hidden = told.on !== null;
  $("#drill").hidden = $("#steps").hidden = told.on === null;
  if (told.on) progress(told.on, before.on?.name !== told.on.name);
  $("#report").hidden = told.ended === null;
  if (told.ended && !same(told.ended, before.ended)) report(told.ended);
  // What is new is at the top: on a phone nobody would see it from below the beds.
  if ((told.on && !before.on) || (told.ended && !before.ended)) scrollTo(0, 0);
  // Whoever had their focus on what is gone now goes on reading where it went on.
  if (told.on && !before.on && (chose || read)) $("#drill-title").focus();
  if (told.ended && !before.ended && ran) $("#report-title").focus();
  if (!told.ended && before.ended && read && !told.on) $("#drills-title").focus();
}

function choices(all) {
  const list = $("#choices");
  if (same(list.told, all)) return;
  list.told = all;
  list.replaceChildren(...all.map(choice));
}

function choice({ name, title, about, refusal }) {
  const item = make("li");
  const button = make("button", title);
  button.type = "button";
  button.disabled = refusal !== null;
  button.addEventListener("click", () => order({ do: "drill", name }));
  const text = make("p", refusal === null ? about : `${about} Not here: ${refusal}.`);
  text.id = `about-${name}`;
  button.setAttribute("aria-describedby", text.id);
  item.append(button, text);
  return item;
}

function progress({ title, scaled, now, steps }, anew) {
  setText("#drill-title", title);
  setText("#scaled", scaled);
  // Only what is another is touched: a screen reader says each thing to do once.
  const said = $("#now");
  if (anew || !same(said.told, now)) said.replaceChildren(...now.map((says) => make("p", says)));
  said.told = now;
  const list = $("#steps ol");
  if (same(list.told, steps)) return;
  list.told = steps;
  list.replaceChildren(
    ...steps.map(({ says, stands }) => {
      const item = make("li", says);
      item.dataset.stands = stands.split(" ")[0];
      item.append(make("strong", stands));
      if (stands === "now") item.setAttribute("aria-current", "step");
      return item;
    }),
  );
}

function report(ended) {
  setText("#report-title", `${ended.title}: what came of it`);
  setText("#verdict", ended.says);
  $("#report").dataset.passed = String(ended.passed);
  const lists = LISTS.filter(([name]) => ended[name].length).map(([name, title]) => {
    const part = make("div");
    part.className = name;
    const list = make("ul");
    list.append(...ended[name].map((says) => make("li", says)));
    part.append(make("h3", title), list);
    return part;
  });
  $("#findings").replaceChildren(...lists);
  setText("#announced", `The drill is over. ${ended.says}`);
}

$("#stop").addEventListener("click", () => order({ do: "stop" }));
$("#anew").addEventListener("click", () => order({ do: "drill", name: shown.on.name }));
$("#again").addEventListener("click", () => order({ do: "drill", name: shown.ended.name }));
$("#dismiss").addEventListener("click", () => order({ do: "dismiss" }));

function setText(selector, words) {
  if ($(selector).textContent !== words) $(selector).textContent = words;
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function make(name, text = "") {
  const element = document.createElement(name);
  element.textContent = text.replace(/(\d) (s|min)\b/g, "$1\u00a0$2"); // never at the end of a line
  return element;
}
