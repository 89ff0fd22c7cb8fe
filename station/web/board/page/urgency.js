// What the last word of a bay means now, and how urgent it is. No page, no clock: pure.
//
// 1. A station that is heard is right about its phase. But time goes on without it: where its last
//    word says until when, what comes after follows by itself, and is marked `derived`.
// 2. Who is not heard from may have done anything since: alarms of theirs are this page's to sound,
//    and what was silenced on one phase is not silenced on the next. If nobody knows until when
//    their cream may stay on, it may be due already.
// 3. What is not known is null, never a guess; `doubt` says what it is.

export const GRACE = 3_000; // ms that a station's own word may take before its alarm sounds here
export const SILENT = 10_000; // ms after which it is odd that it has said nothing
export const SKEW = 5_000; // ms that two clocks may differ
export const FAR = 48 * 3_600_000; // ms: no protocol takes that long
export const RANK = { overdue: 0, removal: 1, untimed: 2, contact: 3, fault: 4, numb: 5, ready: 6 };

/** Instants in ms since 1970. `heard`: whether its station is heard from, now. */
export function judge(bay, heard, now) {
  const due = bay.due ?? null;
  const limit = limitOf(bay);
  let phase = bay.phase;
  let turned = null; // when the phase last became another by itself
  if (phase === "contact" && due !== null && now >= due) [phase, turned] = ["removal", due];
  if (phase === "removal" && limit !== null && now >= limit) [phase, turned] = ["overdue", limit];
  if (phase === "numb" && due !== null && now >= due) [phase, turned] = ["ready", due];
  const derived = phase !== bay.phase;
  const said = { contact: due, removal: limit, numb: due }[phase] ?? null;
  const end = said !== null && said - now > FAR ? null : said;
  const from = phase === "overdue" ? limit : null;
  const cream = phase === "contact" || phase === "removal" || phase === "overdue";
  const far = end !== said || (bay.since ?? now) - now > SKEW;
  const late = heard && derived && cream && now - turned > SILENT;
  const untimed = cream && said === null && from === null;
  const own = !derived || now - turned <= GRACE || phase === "ready";
  const time = { cream, untimed, far, late, certain: bay.certain !== false };
  return {
    phase,
    derived,
    cream,
    end,
    from,
    doubt: doubt(time, phase),
    alarm: heard && own ? (bay.alarm ?? null) : alarm(bay, phase, cream && end === null),
    rank: untimed && phase === "contact" ? RANK.untimed : rank(bay, phase, cream),
  };
}

/** Which of two judged bays comes first: a negative number if it is `a`. */
export function compare(a, b) {
  return (
    a.judged.rank - b.judged.rank ||
    (a.judged.from ?? a.judged.end ?? 0) - (b.judged.from ?? b.judged.end ?? 0) ||
    order(a.bay.station, b.bay.station) ||
    order(a.bay.bay, b.bay.bay)
  );
}

/** Whether a bay is heard from; if not, since when it is not (null: not known). */
export function hearing(bay, station, broker, board) {
  if (bay.missing !== undefined) return { heard: false, since: bay.missing, lost: "bay" };
  if (bay.unclear) return { heard: false, since: null, lost: "words" };
  if (!station || station.online !== true) return { heard: false, since: station?.since ?? null, lost: "station" };
  if (!broker.joined) return { heard: false, since: broker.since, lost: "broker" };
  if (!board.joined) return { heard: false, since: board.since, lost: "board" };
  return { heard: true, since: null, lost: null };
}

function limitOf(bay) {
  if (bay.phase === "removal") return bay.overdue ?? bay.due ?? null;
  if (bay.phase === "overdue") return bay.due ?? bay.overdue ?? null;
  return bay.overdue ?? null;
}

function doubt({ cream, untimed, far, late, certain }, phase) {
  if (untimed) return "untimed";
  if (far) return "clock";
  if (late) return "silent";
  return certain || !(cream || phase === "numb") ? null : "uncertain";
}

function alarm(bay, phase, endless) {
  if (phase === "overdue") return "overdue";
  if (endless) return "removal";
  if (phase !== "removal") return null;
  return bay.phase === "removal" && bay.silenced ? null : "removal";
}

function rank(bay, phase, cream) {
  // Who was not understood may have cream on.
  if (bay.unclear && phase !== "overdue" && phase !== "removal") return RANK.untimed;
  if (!cream && (bay.alarm === "fault" || (bay.faults ?? []).length > 0)) return RANK.fault;
  return RANK[phase];
}

function order(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
