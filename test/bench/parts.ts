// What the bench measures, and how often: for a table, and just to see that it runs.
import { activation } from './activation.js';
import { assume } from './assume.js';
import { endpoint } from './endpoint.js';
import type { Section } from './figures.js';
import { helper } from './helper.js';
import { idle } from './idle.js';
import { listing } from './listing.js';
import { sizes } from './sizes.js';

export interface Part {
  readonly name: string;
  /** As often as makes a table that can be trusted. */
  readonly measure: () => Promise<Section>;
  /** As seldom as can be. */
  readonly tryOut: () => Promise<Section>;
}

function part<Counts>(name: string, run: (counts: Counts) => Promise<Section>, usual: Counts, tiny: Counts): Part {
  return { name, measure: () => run(usual), tryOut: () => run(tiny) };
}

export const PARTS: readonly Part[] = [
  part('activation', activation, { loads: 10, warmUps: 1 }, { loads: 1, warmUps: 0 }),
  part('sizes', sizes, undefined, undefined),
  part('assume', assume, { runs: 10 }, { runs: 1 }),
  part('helper', helper, { runs: 20 }, { runs: 1 }),
  part('endpoint', endpoint, { requests: 8_000, rounds: 7 }, { requests: 80, rounds: 1 }),
  part('idle', idle, { sessions: 10, settleSeconds: 30, seconds: 600 }, { sessions: 2, settleSeconds: 0, seconds: 1 }),
  part('listing', listing, { keys: 1_000_000, folders: 10_000, pages: 200 }, { keys: 12_000, folders: 100, pages: 2 }),
];
