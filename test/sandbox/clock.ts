import type { MovableClock } from './types.js';

export function createClock(): MovableClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    setOffset: (ms) => {
      offset = ms;
    },
  };
}
