// How long activation takes in the real extension host, beside an extension that does nothing.
import { join } from 'node:path';
import { ROOT, temporaryFolder } from '../tools/environment.js';
import { writeEmpty } from './emptyExtension.js';
import { atMost, median, spread, times, type Row, type Section } from './figures.js';
import { OURS, startHost, type Activation, type Host } from './hosts.js';

export interface ActivationCounts {
  /** Of each host's window. */
  readonly loads: number;
  /** Before those; the first of each reads its files from the disk. */
  readonly warmUps: number;
}

const BEFORE = 'aaa.empty';
const AFTER = 'zzz.empty';
const MOST_TIMES = 1.5;
const MOST_OWN_MS = 8;

type Measured = ReadonlyMap<string, readonly Activation[]>;

/** Loads the hosts' windows in turn, so that whatever else this machine does meets them alike. */
async function measure(hosts: readonly Host[], { loads, warmUps }: ActivationCounts): Promise<Measured[]> {
  const measured = hosts.map(() => new Map<string, Activation[]>());
  for (let load = 1 - warmUps; load <= loads; load += 1) {
    console.error(load > 0 ? `Activation: window load ${load} of ${loads}` : 'Activation: warming up');
    for (const [index, host] of hosts.entries()) {
      for (const [id, activation] of await host.load()) {
        if (load > 0) measured[index]!.set(id, [...(measured[index]!.get(id) ?? []), activation]);
      }
    }
  }
  return measured;
}

const shown = (measured: Measured, id: string): number[] => measured.get(id)!.map((each) => each.shown);
const own = (measured: Measured, id: string): number[] => measured.get(id)!.map((each) => each.own);
const later = (measured: Measured): number[] => measured.get(OURS)!.map((each) => each.later);

function ratio(what: string, ours: readonly number[], empty: readonly number[]): Row {
  const value = median(ours) / median(empty);
  return { what, value: times(value), aim: atMost(value, MOST_TIMES, `${MOST_TIMES} times`) };
}

function ownRow(what: string, values: readonly number[]): Row {
  return { what, value: spread(values), aim: atMost(median(values), MOST_OWN_MS, `${MOST_OWN_MS} ms`) };
}

function rowsOf(empty: Measured, ours: Measured, together: Measured): Row[] {
  return [
    { what: 'in hosts of their own: empty', value: spread(shown(empty, BEFORE)) },
    { what: 'in hosts of their own: ours', value: spread(shown(ours, OURS)) },
    ratio('  ratio', shown(ours, OURS), shown(empty, BEFORE)),
    { what: '  own code only: empty', value: spread(own(empty, BEFORE)) },
    ownRow('  own code only: ours', own(ours, OURS)),
    { what: '  and in the turns after: ours', value: spread(later(ours)) },
    { what: 'in one host: an empty one that starts before ours', value: spread(shown(together, BEFORE)) },
    { what: 'in one host: ours', value: spread(shown(together, OURS)) },
    { what: 'in one host: an empty one that starts after ours', value: spread(shown(together, AFTER)) },
    ratio('  ratio to the one before', shown(together, OURS), shown(together, BEFORE)),
    ratio('  ratio to the one after', shown(together, OURS), shown(together, AFTER)),
    { what: '  own code only: empty, before', value: spread(own(together, BEFORE)) },
    ownRow('  own code only: ours', own(together, OURS)),
    { what: '  and in the turns after: ours', value: spread(later(together)) },
    { what: '  own code only: empty, after', value: spread(own(together, AFTER)) },
  ];
}

/** One host with an empty extension, one with ours, one with ours between two empty ones. */
async function startHosts(folder: string): Promise<Host[]> {
  const before = writeEmpty(folder, 'aaa');
  const after = writeEmpty(folder, 'zzz');
  const sets: readonly (readonly (readonly [string, string])[])[] = [
    [[BEFORE, before]],
    [[OURS, ROOT]],
    [
      [BEFORE, before],
      [OURS, ROOT],
      [AFTER, after],
    ],
  ];
  const starting = sets.map((extensions, index) => startHost(join(folder, `${index}`), new Map(extensions)));
  const started = await Promise.allSettled(starting);
  const hosts = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = started.find((each) => each.status === 'rejected');
  if (failed === undefined) return hosts;
  await stopAll(hosts);
  throw failed.reason;
}

async function stopAll(hosts: readonly Host[]): Promise<void> {
  await Promise.all(hosts.map((host) => host.stop()));
}

export async function activation(counts: ActivationCounts): Promise<Section> {
  const hosts = await startHosts(temporaryFolder());
  try {
    const [empty, ours, together] = await measure(hosts, counts);
    return {
      title: `Activation, median of ${counts.loads} window loads`,
      rows: rowsOf(empty!, ours!, together!),
      notes: [
        'Load Code + Call Activate + Finish Activate of "Developer: Startup Performance", in whole milliseconds.',
        'They include waiting for the extensions that load at the same moment, which is most of what an empty one takes;',
        '"own code only" leaves that out: evaluating the module and calling activate, by the host\'s performance marks.',
        '"in the turns after": loading and starting what activation leaves to the next turns of the event loop.',
      ],
    };
  } finally {
    await stopAll(hosts);
  }
}
