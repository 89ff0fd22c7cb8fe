// The page: listens to what happens, and shows it.

import { showDrills } from "./drills.js";
import { order, page } from "./orders.js";
import * as sound from "./sound.js";
import * as ward from "./ward.js";

const LIVES = {
  works: "running",
  dark: "no power",
  ended: "stopped",
  failed: "the program failed",
  gone: "the simulator does not answer",
};
const MOST_LINES = 500;
const $ = (selector) => document.querySelector(selector);
let switched = {};

const listening = new EventSource(`/events?page=${page}`);
listening.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  HEAR[message.type]?.(message);
};
listening.onerror = () => live("gone", "");

const HEAR = {
  station(message) {
    $("#name").textContent = message.station;
    document.title = `${message.station} – Station simulator`;
    ward.build(message);
    sound.introduce(message.buzzers);
    speeds(message.speeds);
    plugs(message);
  },
  switches(message) {
    switched = message;
    live(message.life, message.failure);
    ward.showDown(message.down);
    for (const speed of document.querySelectorAll("#speeds input")) speed.checked = Number(speed.value) === message.speed;
    message.plugged.forEach((plugged, panel) => {
      const button = $(`[data-panel="${panel}"]`);
      button.setAttribute("aria-pressed", String(!plugged));
    });
    $("#disk").value = message.disk;
    $("#sound-note").hidden = message.speed === 1;
    sound.setRate(message.rate);
  },
  clock(message) {
    const label = message.label ?? "unknown";
    if ($("#wall").textContent !== label) $("#wall").textContent = label;
    // In the dark it says how the clock will come back, which whoever plays decides.
    if (switched.life !== "dark") $("#trusted").checked = message.trusted;
    sound.setRate(message.rate);
  },
  drills: showDrills,
  levels: ({ pins }) => Object.entries(pins).forEach(([pin, level]) => ward.showLevel(Number(pin), level)),
  pin({ pin, level, t }) {
    ward.showLevel(pin, level);
    sound.pulse(pin, level, t);
  },
  picture: ({ panel, width, height, bits }) => ward.showPicture(panel, width, height, bits),
  screen: ({ panel, text }) => ward.showText(panel, text),
  facts({ facts }) {
    $("#log").replaceChildren(...facts.map(line).reverse());
  },
  fact(fact) {
    const log = $("#log");
    log.prepend(line(fact));
    while (log.childElementCount > MOST_LINES) log.lastElementChild.remove();
  },
};

function live(life, failure) {
  const status = $("#life");
  const words = LIVES[life] + (failure ? `: ${failure.trim().split("\n").at(-1)}` : "");
  if (status.textContent !== words) status.textContent = words;
  status.dataset.life = life;
  const dark = life === "dark";
  $("#power").textContent = dark ? "Restore the power" : "Cut the power";
  $("#power").setAttribute("aria-pressed", String(dark));
  $("#kill").disabled = life !== "works";
  if (life !== "works") sound.hush();
}

function line(fact) {
  const item = document.createElement("li");
  const when = document.createElement("time");
  const seconds = Math.floor(fact.t / 1000);
  when.textContent = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part, place) => (place ? String(part).padStart(2, "0") : part))
    .join(":");
  const says = document.createElement("span");
  says.textContent = fact.says;
  item.append(when, says);
  return item;
}

function speeds(all) {
  const choices = all.map((times) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "radio";
    input.name = "speed";
    input.value = String(times);
    input.addEventListener("change", () => order({ do: "speed", times }));
    const shown = document.createElement("span");
    shown.textContent = times === 1 ? "real" : `×${times}`;
    label.append(input, shown);
    return label;
  });
  $("#speeds").replaceChildren($("#speeds legend"), ...choices);
}

function plugs({ panels, bays }) {
  $("#plugs").replaceChildren(
    ...panels.map((panel, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.panel = String(index);
      button.textContent = `Unplug the panel of ${panel.bays.map((bay) => bays[bay].label).join(", ")}`;
      button.addEventListener("click", () => order({ do: "plug", panel: index, plugged: !switched.plugged[index] }));
      return button;
    }),
  );
}

$("#kill").addEventListener("click", () => order({ do: "kill" }));
$("#power").addEventListener("click", () => {
  const on = switched.life === "dark";
  order({ do: "power", on, trusted: $("#trusted").checked });
});
$("#disk").addEventListener("change", ({ target }) => order({ do: "disk", state: target.value }));
$("#trusted").addEventListener("change", ({ target }) => {
  if (switched.life !== "dark") order({ do: "trust", trusted: target.checked });
});
for (const step of document.querySelectorAll("[data-step]")) {
  step.addEventListener("click", () => order({ do: "step", by: Number(step.dataset.step) }));
}
$("#sound").addEventListener("click", async ({ target }) => {
  const on = !sound.sounding();
  await sound.switchSound(on);
  target.setAttribute("aria-pressed", String(on));
  target.textContent = on ? "Sound is on" : "Sound is off";
});
window.heard = sound.heard; // for whoever wants to look at the schedule: the tests do
