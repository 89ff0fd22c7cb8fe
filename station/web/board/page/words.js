// What is said of a bay. It never says more than is known: pure, as urgency.js is.

const HEARD = {
  ready: "Ready",
  contact: "Cream on",
  removal: "Wipe now",
  overdue: "Overdue",
  numb: "Numb",
  unknown: "Not known",
};
// Who is not heard from may have been wiped, or be on to the next client.
const UNHEARD = {
  ready: "Ready when last known",
  contact: "Cream on, unless wiped",
  removal: "Wipe now, unless done",
  overdue: "Overdue, unless wiped",
  numb: "Numb when last known",
  unknown: "Not known",
};
const DOUBTS = {
  untimed: "Time not known here: look at the bed",
  clock: "Clocks differ: look at the bed",
  silent: "Due, yet the station has not said so",
  uncertain: "It may have been on for longer",
};
const LOST = {
  bay: "Gone from the broker",
  station: "Not heard from",
  broker: "Not heard from",
  board: "Not heard from",
};
const FAULTS = {
  panel_lost: "panel lost",
  not_saved: "not saved",
  button_stuck: "button stuck",
  button_chattering: "button chatters",
  past_unknown: "what was before is not known",
};

/** The phase, as far as it is known. */
export function phaseWord(judged, heard) {
  if (judged.derived && judged.phase === "ready") return heard ? "Numbness over" : "Numbness over by now";
  return (heard ? HEARD : UNHEARD)[judged.phase];
}

/** mm:ss, with hours if there are; time left is rounded up, time past down. */
export function face(ms, { up = false } = {}) {
  const seconds = Math.max(0, up ? Math.floor(ms / 1000) : Math.ceil(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return (up ? "+" : "") + (h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`);
}

/** The large figure; empty if nothing is known to count. */
export function figure(judged, now) {
  if (judged.doubt === "clock") return judged.phase === "overdue" ? "+?" : "?";
  if (judged.from !== null) return face(now - judged.from, { up: true });
  if (judged.end !== null) return face(judged.end - now);
  return judged.doubt === "untimed" ? "?" : "";
}

/** What the figure counts to. */
export function purpose(judged, at) {
  const most = judged.doubt === "uncertain" ? " at the latest" : "";
  if (judged.doubt === "clock") return "";
  if (judged.phase === "overdue" && judged.from !== null) return `past the limit, at ${at(judged.from)}`;
  if (judged.end === null) return "";
  const what = { contact: "until removal", removal: "until overdue", numb: "of numbness" }[judged.phase];
  return `${what}, ${at(judged.end)}${most}`;
}

export function doubtWord(judged) {
  return DOUBTS[judged.doubt] ?? "";
}

/** That it is not heard from, and since when. */
export function lostWord(hearing, at) {
  if (hearing.heard) return "";
  if (hearing.lost === "words") return "Not understood: look at the bed";
  return LOST[hearing.lost] + (hearing.since === null ? "; since when is not known" : ` since ${at(hearing.since)}`);
}

/** The rest, small. */
export function restWord(bay, judged, at) {
  const said = [];
  if (judged.cream || judged.phase === "numb") {
    if (bay.application) said.push(bay.limit ? `application ${bay.application} of ${bay.limit}` : `application ${bay.application}`);
  }
  if (judged.cream && bay.numb_until && bay.numb_until > (bay.since ?? 0)) said.push(`earlier numbness until ${at(bay.numb_until)}`);
  if (bay.silenced && judged.cream && !judged.derived) said.push("silenced at the bed");
  for (const fault of bay.faults ?? []) said.push(FAULTS[fault] ?? fault.replaceAll("_", " "));
  return said.join(" · ");
}
