// The board's clock, as well as a browser can know it: its own may be wrong, and may be set.
//
// While the board is heard, its time is carried on by the browser's monotonic clock; of the last
// beats the one that came quickest is believed. That clock may stand still while a computer sleeps:
// so while the board is not heard, the later of two clocks counts, for an alarm may come too early.

const BEATS = 12;

export class Clock {
  #beats = []; // of each: the board's clock minus the two of the browser
  #before = null;

  /** The board said `board` when the monotonic clock showed `steady` and the wall clock `wall`. */
  beat(board, steady, wall) {
    const beat = { steady: board - steady, wall: board - wall };
    // Clocks that were set or slept make what was known before worthless.
    if (this.#before && Math.abs(beat.steady - this.#before.steady) > 2_000) this.#beats = [];
    this.#before = beat;
    this.#beats.push(beat);
    if (this.#beats.length > BEATS) this.#beats.shift();
  }

  get known() {
    return this.#beats.length > 0;
  }

  /** What the board's clock shows now. */
  now(steady, wall, { heard }) {
    if (!this.known) return wall;
    const best = this.#beats.reduce((a, b) => (b.steady > a.steady ? b : a));
    const carried = best.steady + steady;
    return heard ? carried : Math.max(carried, best.wall + wall);
  }
}
