// The buzzers, with the very pulses that their pins get: at real speed. Faster, a pulse of 200 ms
// would be a click, and an alarm a rattle that no station makes: then nothing is heard, and the page
// says so.

const PITCH = 2400; // Hz, an active buzzer's own, in the middle of what is sold
const LOUD = 0.08;
const LAG = 0.08; // seconds that a pulse may come late and still be as long as it should be
const EDGE = 0.001; // seconds: a gain that jumps clicks

/** What was scheduled: for whoever wants to know, as tests do. At in seconds of the audio clock. */
export const heard = [];
let context = null;
let gains = new Map();
let buzzers = [];
let origin = null; // what the audio clock shows when the simulation's is 0
let rate = 1;

export function introduce(parts) {
  buzzers = parts;
  origin = null; // another station, with a clock of its own
  hush();
}

/** Whether anything can be heard. */
export function sounding() {
  return context !== null && context.state === "running";
}

/** To be called where somebody clicked: browsers allow no sound before. */
export async function switchSound(on) {
  if (!on) {
    await context?.suspend();
    return;
  }
  context ??= new AudioContext();
  await context.resume();
  for (const { pin, kind, frequency } of buzzers) {
    if (!gains.has(pin)) gains.set(pin, voice(kind === "passive" ? frequency : PITCH));
  }
}

/** A pin has changed at an instant of the simulation, in milliseconds. */
export function pulse(pin, level, instant) {
  const gain = gains.get(pin);
  if (!gain || !sounding() || rate !== 1) return;
  const at = Math.max(due(instant), context.currentTime);
  gain.setTargetAtTime(level ? LOUD : 0, at, EDGE);
  heard.push({ pin, level, instant, at });
  if (heard.length > 1000) heard.shift();
}

/** Everything is silent, at once: the power is gone. */
export function hush() {
  for (const gain of gains.values()) {
    gain.cancelScheduledValues(0);
    gain.setTargetAtTime(0, context.currentTime, EDGE);
  }
}

export function setRate(now) {
  if (now === rate) return;
  rate = now;
  origin = null;
  if (rate !== 1) hush();
}

function due(instant) {
  const simulated = instant / 1000;
  const soonest = context.currentTime - simulated;
  // The first edge sets the pace; one that comes later than the lag allows sets it anew.
  if (origin === null || soonest > origin || soonest < origin - 2 * LAG) origin = soonest + LAG;
  return origin + simulated;
}

function voice(frequency) {
  const tone = new OscillatorNode(context, { type: "square", frequency });
  const gain = new GainNode(context, { gain: 0 });
  tone.connect(gain).connect(context.destination);
  tone.start();
  return gain.gain;
}
