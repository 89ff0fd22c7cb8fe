// All bays as they stand now, most urgent first.

import { now } from "./link.js";
import { store } from "./store.js";
import { compare, hearing, judge } from "./urgency.js";

const LONG = 30 * 60_000; // ms after which an overdue alarm sounds once a minute, as at the bed

/** Each bay with what its last word means now. */
export function beds() {
  const instant = now();
  const all = [];
  for (const bay of store.bays.values()) {
    const heard = hearing(bay, store.stations.get(bay.station), store.broker, store.board);
    all.push({ bay, heard, judged: judge(bay, heard.heard, instant) });
  }
  return all.sort(compare);
}

/** The most urgent alarm of all, as it is to be heard. */
export function loudest(all) {
  const overdue = all.filter(({ judged }) => judged.alarm === "overdue");
  const long = ({ judged }) => judged.from !== null && now() - judged.from >= LONG;
  if (overdue.length && overdue.every(long)) return "slow";
  for (const alarm of ["overdue", "removal", "fault"]) {
    if (all.some(({ judged }) => judged.alarm === alarm)) return alarm;
  }
  return null;
}

export function counted(all) {
  const count = { overdue: 0, removal: 0, contact: 0, numb: 0, ready: 0, unknown: 0, lost: 0 };
  for (const { judged, heard } of all) {
    count[judged.phase] += 1;
    if (!heard.heard) count.lost += 1;
  }
  return count;
}
