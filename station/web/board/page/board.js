// The page: every bay, most urgent first; what is due is seen and heard.

import { at, lay } from "./card.js";
import { beds, counted, loudest } from "./beds.js";
import { listen, now } from "./link.js";
import * as sound from "./sound.js";
import { store } from "./store.js";
import { phaseWord } from "./words.js";

const SOONEST = 100; // ms from one drawing to the next, at least
const AT_FIRST = 60; // bays drawn; more on demand
const $ = (selector) => document.querySelector(selector);
const wall = document.body.dataset.mode === "wall";
const cards = new Map();
let most = AT_FIRST;
let drawn = 0;
let waiting = null;
let announced = new Set();

function draw() {
  clearTimeout(waiting);
  waiting = null;
  drawn = performance.now();
  const instant = now();
  const all = beds();
  const found = wall ? all : all.filter(chosen);
  const shown = found.slice(0, wall ? room() : most);
  lay($("#beds"), cards, shown, instant);
  tell(all, found, shown);
  sound.want(loudest(all));
  announce(all);
  // As the figures turn: just after the board's next full second.
  plan(1000 - (instant % 1000) + 5);
}

function plan(pause) {
  waiting ??= setTimeout(draw, pause);
}

function soon() {
  clearTimeout(waiting);
  waiting = null;
  plan(Math.max(0, drawn + SOONEST - performance.now()));
}

function chosen({ bay, judged }) {
  const wanted = $("#which").value;
  if (wanted === "cream" && !judged.cream && !bay.unclear) return false;
  if (wanted === "alarm" && !judged.alarm) return false;
  const words = $("#search").value.toLowerCase().split(/\s+/);
  const said = `${bay.label} ${bay.bay} ${bay.station}`.toLowerCase();
  return words.every((word) => said.includes(word));
}

/** How many cards fit on a wall: nobody scrolls there. */
function room() {
  const style = getComputedStyle($("#beds"));
  const columns = style.gridTemplateColumns.split(" ").length;
  const gap = parseFloat(style.rowGap) || 0;
  const height = parseFloat(style.getPropertyValue("--card")) * parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Math.max(1, columns * Math.floor(($("#beds").clientHeight - 2 * parseFloat(style.paddingTop) + gap) / (height + gap)));
}

function tell(all, found, shown) {
  const count = counted(all);
  const said = [
    [count.overdue, "overdue"],
    [count.removal, "to wipe"],
    [count.contact, "with cream on"],
    [count.numb, "numb"],
    [count.ready, "ready"],
    [count.unknown, "not known"],
    [count.lost, "not heard from"],
  ].filter(([number]) => number);
  say("#count", store.bays.size ? said.map(([number, what]) => `${number} ${what}`).join(" · ") : "");
  say("#clock", at(now()));
  say("#trouble", trouble());
  say("#refused", refused());
  say("#empty", empty(found));
  const hidden = found.length - shown.length;
  const alarms = all.filter(({ judged }) => judged.alarm).length;
  const seen = shown.filter(({ judged }) => judged.alarm).length;
  const more = hidden ? `and ${hidden} more ${hidden === 1 ? "bay" : "bays"}` : "";
  if (wall) say("#more", alarms > seen ? `${more}, ${alarms - seen} of them in alarm` : more);
  else {
    $("#more").hidden = hidden === 0;
    say("#hidden", hidden ? more : "");
    say("#elsewhere", alarms > seen ? `${alarms - seen} in alarm not shown here` : "");
  }
  const on = sound.sounding();
  document.body.dataset.sound = on ? "on" : "off";
  document.body.dataset.alarm = loudest(all) ?? "";
  const urgent = all.filter(({ judged }) => judged.alarm === "removal" || judged.alarm === "overdue");
  document.title = (urgent.length ? `(${urgent.length}) ${urgent[0].bay.label}: ${phaseWord(urgent[0].judged, urgent[0].heard.heard)} – ` : "") + "Station board";
}

function trouble() {
  const { board, broker } = store;
  const goes = "What is shown was heard before, and goes on by the clock. Look at the beds.";
  if (!store.beat) return board.since === null ? "" : "The board does not answer.";
  const since = (instant) => (instant === null ? "" : ` since ${at(instant)}`);
  if (board.anew) return `The board has begun anew and has not heard all of the broker yet. ${goes}`;
  if (!board.joined) return `This page is cut off from its board${since(board.since)}. ${goes}`;
  if (!broker.joined) return `The broker is not heard${since(broker.since)}: ${broker.why}. ${store.bays.size ? goes : "Nothing is known of any bay."}`;
  return "";
}

function refused() {
  const beat = store.beat;
  if (!beat) return "";
  const said = [];
  if (beat.refused) said.push(`${beat.refused === 1 ? "1 message on the broker made no sense and was" : `${beat.refused} messages on the broker made no sense and were`} left out.`);
  if (beat.bays >= beat.most) said.push(`This board shows ${beat.most} bays at most: there may be more.`);
  if (beat.trouble) said.push(`The history is not saved: ${beat.trouble}.`);
  return said.join(" ");
}

function empty(found) {
  if (found.length) return "";
  if (store.bays.size) return "No bay is so.";
  if (!store.beat) return "Asking the board …";
  return store.broker.joined ? "No station has told of a bay yet." : "";
}

function announce(all) {
  const alarms = new Map();
  for (const { bay, judged, heard } of all) {
    if (judged.alarm) alarms.set(`${bay.station}/${bay.bay}/${judged.alarm}`, `${bay.label}, ${bay.station}: ${phaseWord(judged, heard.heard)}`);
  }
  const fresh = [...alarms.keys()].filter((key) => !announced.has(key));
  announced = new Set(alarms.keys());
  if (fresh.length) $("#announce").textContent = fresh.slice(0, 5).map((key) => alarms.get(key)).join(". ") + (fresh.length > 5 ? `. And ${fresh.length - 5} more` : "");
}

function say(selector, text) {
  const element = $(selector);
  if (!element) return;
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "";
}

async function switchSound(on) {
  await sound.switchSound(on);
  const button = $("#sound");
  if (button) {
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "Sound is on" : "Switch sound on";
  }
  draw();
}

if (wall) {
  // No controls: any touch will do, where the browser was not told to allow sound by itself.
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => switchSound(true));
  switchSound(true).catch(() => {});
} else {
  $("#sound").addEventListener("click", () => switchSound(!sound.sounding()));
  $("#search").addEventListener("input", draw);
  $("#which").addEventListener("change", draw);
  $("#more").addEventListener("click", () => {
    most += AT_FIRST;
    draw();
  });
}
addEventListener("resize", draw);
document.addEventListener("visibilitychange", draw);
window.heard = sound.heard; // for whoever wants to look at the schedule: the tests do
listen(soon);
draw();
