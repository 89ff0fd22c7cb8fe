// The line to the board. Cut off, everything stays as it was last heard, and goes on by the clock.

import { Clock } from "./clock.js";
import { clear, store, take } from "./store.js";

const SILENCE = 12_000; // ms without a beat (5 s apart): the line is dead, whatever it says
const AGAIN = 2_000;
export const clock = new Clock();
let listening = null;
let last = -Infinity; // when the board was last heard, on the monotonic clock
let fresh = null; // what a new line has told until it is whole
let changed = () => {};

export function listen(onChange) {
  changed = onChange;
  open();
  setInterval(watch, 1_000);
}

/** The board's clock, now; ms since 1970. */
export function now() {
  return clock.now(performance.now(), Date.now(), { heard: store.board.joined });
}

function open() {
  listening?.close();
  listening = new EventSource("/events");
  last = Math.max(last, performance.now() - SILENCE + AGAIN * 3);
  listening.addEventListener("begin", () => {
    fresh = [];
  });
  listening.addEventListener("changes", ({ data }) => {
    const changes = JSON.parse(data);
    heard();
    if (fresh) fresh.push(changes);
    else take(changes);
    changed();
  });
  listening.addEventListener("beat", ({ data }) => {
    const beat = JSON.parse(data);
    heard();
    clock.beat(beat.now, performance.now(), Date.now());
    store.beat = beat;
    store.broker = { joined: beat.joined, since: beat.since, why: beat.why };
    // A new line replaces what was shown only when all is told: a board that has just begun anew
    // knows nothing yet, and an alarm must not end because of that.
    if (fresh && (beat.whole || store.bays.size === 0)) {
      clear();
      fresh.forEach(take);
      fresh = null;
    }
    if (fresh) store.board = { joined: false, since: store.board.since ?? now(), anew: true };
    else store.board = { joined: true, since: null };
    changed();
  });
  listening.onerror = lost;
}

function heard() {
  last = performance.now();
}

function lost() {
  const since = store.board.joined ? now() : store.board.since;
  store.board = { joined: false, since };
  changed();
}

function watch() {
  if (performance.now() - last > SILENCE) {
    lost();
    open();
  } else if (listening.readyState === EventSource.CLOSED) {
    open(); // a browser gives up for good where a proxy answered in the board's place
  }
}
