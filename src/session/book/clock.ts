/** What two clocks may be apart without one of them having been set. */
const PRECISION_MS = 2_000;
/** Clocks that are put right come this close to where they were. */
const PUT_RIGHT_MS = 60_000;
/** Clocks that wake up with a machine need not agree at once: how long they have to before they are believed. */
const SETTLED_MS = 3_000;

/** How far the machine's clock is from a steady one that nobody sets, and since when by the latter. Milliseconds. */
export interface ClockLook {
  readonly offset: number;
  readonly since: number;
}

/** `steady`: the time by the clock that nobody sets, which may stand still while the machine sleeps, or not. */
export function lookAtClocks(before: ClockLook | undefined, now: number, steady: number): ClockLook {
  const offset = now - steady;
  return before !== undefined && Math.abs(offset - before.offset) <= PRECISION_MS ? before : { offset, since: steady };
}

/** Whether both clocks have gone on side by side for long enough to go by them. */
export function isSettled({ since }: ClockLook, steady: number): boolean {
  return steady - since >= SETTLED_MS;
}

/** When credentials end by a clock that nobody sets, and by the machine's as it was then. */
export interface Deadline {
  readonly steady: number;
  readonly original: number;
}

/**
 * When credentials end by the machine's clock, of which `known` is what was thought until now. A clock that was set back
 * has that earlier, until it is put right: a sleep, in which the steady clock may stand still, is no reason to think so.
 */
export function endByClock(known: number, { steady, original }: Deadline, offset: number): number {
  const end = Math.min(original, steady + offset);
  const isEarlier = end < known - PRECISION_MS;
  const isPutRight = known < original && end >= original - PUT_RIGHT_MS && end > known + PRECISION_MS;
  return isEarlier || isPutRight ? end : known;
}
