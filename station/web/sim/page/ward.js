// The beds: each panel as its glass shows it, each button, each lamp.

import { order, page } from "./orders.js";

const BEZEL = 13; // CSS pixels around the glass, as in sim.css
const ward = document.querySelector("#ward");
let canvases = [];
let pictures = []; // the latest of each panel, to be drawn again in another size
let texts = [];
let lamps = new Map();
let buzzers = new Map();
let built = "";
let pushes = [];
const held = new Set();

/** A station comes on show. One like that before takes its place: nobody's focus is lost. */
export function build(station) {
  const parts = JSON.stringify([station.bays, station.panels, station.buzzers]);
  if (parts === built) {
    for (const pin of [...lamps.keys(), ...buzzers.keys()]) showLevel(pin, 0);
    return;
  }
  built = parts;
  ward.replaceChildren();
  canvases = [];
  pictures = [];
  texts = [];
  pushes = [];
  lamps = new Map();
  buzzers = new Map();
  const placed = new Set();
  station.panels.forEach((panel, index) => {
    const place = add(ward, "section", "place");
    place.append(screen(panel, index, station));
    const beds = add(place, "div", "beds");
    for (const bay of panel.bays.filter((bay) => !placed.has(bay))) {
      placed.add(bay);
      beds.append(bed(station.bays[bay], bay));
    }
    beds.hidden = beds.childElementCount === 0;
    const here = station.buzzers.filter((b) => b.bays.some((bay) => panel.bays.includes(bay)));
    place.append(sounders(here));
  });
}

function screen(panel, index, station) {
  const names = panel.bays.map((bay) => station.bays[bay].label).join(", ");
  const bezel = make("div", "bezel");
  const canvas = add(bezel, "canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `Panel of ${names}`);
  const text = add(bezel, "p", "visually-hidden");
  text.id = `panel-${index}-text`;
  canvas.setAttribute("aria-describedby", text.id);
  canvases.push(canvas);
  texts.push(text);
  return bezel;
}

function bed(bay, index) {
  const element = make("div", "bed");
  const title = add(element, "h3");
  if (bay.lamp !== null) {
    const lamp = add(title, "span", "lamp");
    lamp.setAttribute("role", "img");
    lamps.set(bay.lamp, [...(lamps.get(bay.lamp) ?? []), lamp]);
    light(lamp, 0);
  }
  title.append(bay.label);
  element.append(push(bay, index));
  return element;
}

function push(bay, index) {
  const button = make("button", "push");
  button.type = "button";
  button.setAttribute("aria-label", `${bay.label}: button on the wall, down for as long as you hold it`);
  button.append("Press");
  if (index < 9) {
    const key = add(button, "kbd");
    key.textContent = `key ${index + 1}`;
    button.setAttribute("aria-keyshortcuts", String(index + 1));
  }
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    down(index);
  });
  for (const over of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) {
    button.addEventListener(over, () => up(index));
  }
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!event.repeat) down(index);
  });
  button.addEventListener("keyup", (event) => {
    if (event.key === " " || event.key === "Enter") up(index);
  });
  pushes[index] = button;
  return button;
}

function down(bay) {
  if (held.has(bay)) return;
  held.add(bay);
  order({ do: "press", bay, down: true, page });
}

function up(bay) {
  if (!held.delete(bay)) return;
  order({ do: "press", bay, down: false, page });
}

const digit = (event) => (/^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1);
const typing = (event) => event.ctrlKey || event.altKey || event.metaKey || event.target.closest("select, input");

addEventListener("keydown", (event) => {
  if (!event.repeat && !typing(event) && pushes[digit(event)]) down(digit(event));
});
addEventListener("keyup", (event) => up(digit(event)));
addEventListener("blur", () => [...held].forEach(up));
addEventListener("pagehide", () => [...held].forEach(up));

/** Which buttons are down, whoever holds them. */
export function showDown(levels) {
  levels.forEach((level, bay) => pushes[bay]?.classList.toggle("down", level));
}

function sounders(here) {
  const line = make("p", "buzzers");
  for (const { pin } of here) {
    const name = add(line, "span");
    name.textContent = `Buzzer on pin ${pin}`;
    buzzers.set(pin, [...(buzzers.get(pin) ?? []), name]);
    line.append(" ");
  }
  return line;
}

export function showLevel(pin, level) {
  for (const lamp of lamps.get(pin) ?? []) light(lamp, level);
  for (const name of buzzers.get(pin) ?? []) name.classList.toggle("on", level === 1);
}

function light(lamp, level) {
  lamp.classList.toggle("lit", level === 1);
  lamp.setAttribute("aria-label", level === 1 ? "lamp lit" : "lamp dark");
}

export function showText(panel, lines) {
  texts[panel].textContent = lines.join(". ");
}

/** A picture as Pillow has it in mode "1": rows of whole bytes, the first pixel in the highest bit. */
export function showPicture(panel, width, height, bits) {
  pictures[panel] = { width, height, bytes: Uint8Array.from(atob(bits), (c) => c.charCodeAt(0)) };
  draw(panel);
}

/** Each of the panel's pixels is as many of the screen's, whatever its size: else some look fatter. */
function draw(panel) {
  if (!pictures[panel]) return;
  const { width, height, bytes } = pictures[panel];
  const canvas = canvases[panel];
  const room = canvas.parentElement.clientWidth - 2 * BEZEL;
  const dot = Math.max(1, Math.floor((room * devicePixelRatio) / width));
  const gap = dot > 3 ? 1 : 0;
  if (canvas.width !== width * dot) {
    [canvas.width, canvas.height] = [width * dot, height * dot];
    canvas.style.width = `${canvas.width / devicePixelRatio}px`;
  }
  const across = Math.ceil(width / 8);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#05070a";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#bfe9ff";
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (bytes[y * across + (x >> 3)] & (128 >> (x & 7))) {
        pen.fillRect(x * dot, y * dot, dot - gap, dot - gap);
      }
    }
  }
}

new ResizeObserver(() => pictures.forEach((_, panel) => draw(panel))).observe(ward);

function make(name, kind = "") {
  const element = document.createElement(name);
  element.className = kind;
  return element;
}

function add(parent, name, kind) {
  return parent.appendChild(make(name, kind));
}
