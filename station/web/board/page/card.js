// One bay on the page.

import { doubtWord, figure, lostWord, phaseWord, purpose, restWord } from "./words.js";

const HOUR = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat([], { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** An instant as people of this place write it. */
export function at(instant) {
  return (Math.abs(instant - Date.now()) < 12 * 3_600_000 ? HOUR : DAY).format(instant);
}

export class Card {
  constructor() {
    this.element = make("li", "bed");
    this.parts = {};
    this.link = make("a");
    const head = make("h2");
    head.append(this.part("label", "span"), " ", this.part("station", "span"));
    this.link.append(head);
    this.element.append(
      this.link,
      this.part("word", "p"),
      this.part("figure", "p"),
      this.part("purpose", "p"),
      this.part("lost", "p"),
      this.part("doubt", "p"),
      this.part("rest", "p"),
    );
  }

  show({ bay, heard, judged }, instant) {
    const { dataset } = this.element;
    set(dataset, "phase", judged.phase);
    set(dataset, "alarm", judged.alarm ?? "");
    set(dataset, "heard", String(heard.heard));
    set(dataset, "bed", `${bay.station}/${bay.bay}`);
    const back = `/back?station=${bay.station}&bay=${bay.bay}`;
    if (this.link.getAttribute("href") !== back) this.link.setAttribute("href", back);
    this.say("label", bay.label);
    this.say("station", bay.station);
    this.say("word", phaseWord(judged, heard.heard));
    this.say("figure", figure(judged, instant));
    this.say("purpose", purpose(judged, at));
    this.say("lost", lostWord(heard, at));
    this.say("doubt", doubtWord(judged));
    this.say("rest", restWord(bay, judged, at));
  }

  part(name, tag) {
    this.parts[name] = make(tag, name);
    return this.parts[name];
  }

  say(name, text) {
    const part = this.parts[name];
    if (part.textContent !== text) part.textContent = text;
    if (part.hidden !== (text === "")) part.hidden = text === "";
  }
}

/** Show just these in a list, in this order, with as few changes as may be. */
export function lay(list, cards, shown, instant) {
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const present = new Set();
  let following = list.firstElementChild;
  for (const bed of shown) {
    const key = `${bed.bay.station}/${bed.bay.bay}`;
    present.add(key);
    if (!cards.has(key)) cards.set(key, new Card());
    const card = cards.get(key);
    card.show(bed, instant);
    if (card.element === following) following = following.nextElementSibling;
    else list.insertBefore(card.element, following);
  }
  for (const [key, card] of cards) {
    if (!present.has(key)) {
      card.element.remove();
      cards.delete(key);
    }
  }
  if (focused && focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
}

function make(tag, name) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  return element;
}

function set(dataset, name, value) {
  if (dataset[name] !== value) dataset[name] = value;
}
