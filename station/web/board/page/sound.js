// Alarms of this page, in the shape of the stations' own. Browsers allow no sound before a click.

const LOUD = 0.12;
// Pulses as [begin, end] in seconds.
const row = (count, length, gaps) => {
  const pulses = [];
  let at = 0;
  for (let pulse = 0; pulse < count; pulse++) {
    pulses.push([at, at + length]);
    at += length + gaps(pulse + 1);
  }
  return pulses;
};
const OVERDUE = row(10, 0.15, (n) => (n === 3 || n === 8 ? 0.35 : n === 5 ? 0.5 : 0.1));
// One row per alarm holds all of it: its pitch in Hz, the pulses of a burst, and the pause after it.
export const PATTERNS = {
  overdue: { pitch: 988, pulses: OVERDUE, pause: 2.5 },
  slow: { pitch: 988, pulses: OVERDUE, pause: 60 - OVERDUE.at(-1)[1] }, // nobody has come for long
  removal: { pitch: 784, pulses: row(3, 0.2, () => 0.2), pause: 5 },
  fault: { pitch: 523, pulses: row(2, 0.2, () => 0.2), pause: 30 },
};

/** What was scheduled: for whoever wants to know, as tests do. Instants in seconds of the audio clock. */
export const heard = [];
let context = null;
let gain = null;
let tone = null;
let wanted = null; // which alarm sounds
let next = 0;

export function sounding() {
  return context !== null && context.state === "running";
}

/** To be called where somebody clicked or pressed a key. */
export async function switchSound(on) {
  if (!on) {
    await context?.suspend();
    return;
  }
  if (!context) {
    context = new AudioContext();
    gain = new GainNode(context, { gain: 0 });
    tone = new OscillatorNode(context, { type: "triangle" });
    tone.connect(gain).connect(context.destination);
    tone.start();
  }
  await context.resume();
  tick();
}

/** The most urgent alarm there is now, or null. */
export function want(alarm) {
  if (alarm !== wanted) {
    wanted = alarm;
    next = 0;
    if (sounding()) {
      gain.gain.cancelScheduledValues(0);
      gain.gain.setTargetAtTime(0, context.currentTime, 0.005);
    }
  }
  tick();
}

function tick() {
  if (!sounding() || !wanted) return;
  const soon = context.currentTime + 0.05;
  if (next > soon + 1) return; // the next burst is not to be scheduled yet
  const begin = Math.max(next, soon);
  const { pitch, pulses, pause } = PATTERNS[wanted];
  tone.frequency.setValueAtTime(pitch, begin);
  for (const [on, off] of pulses) {
    gain.gain.setTargetAtTime(LOUD, begin + on, 0.004);
    gain.gain.setTargetAtTime(0, begin + off, 0.004);
    heard.push({ alarm: wanted, on: begin + on, off: begin + off });
  }
  if (heard.length > 500) heard.splice(0, heard.length - 500);
  next = begin + pulses.at(-1)[1] + pause;
}
