// How long activation takes in the real extension host, beside an extension that does nothing.
import { join } from 'node:path';
import { ROOT, temporaryFolder } from '../tools/environment.js';
import { writeEmpty } from './emptyExtension.js';
import { atMost, median, spread, times, type Row, type Section } from './figures.js';
import { startHost, type Activation, type Host } from './hosts.js';

const LOADS = 10;
const OURS = 'role-sessions.role-sessions';
const BEFORE = 'aaa.empty';
const AFTER = 'zzz.empty';

type Measured = ReadonlyMap<string, readonly Activation[]>;

/** Loads the hosts' windows in turn. The first of each reads its files from the disk and does not count. */
async function measure(hosts: readonly Host[]): Promise<Measured[]> {
  const measured = hosts.map(() => new Map<string, Activation[]>());
  for (let load = 0; load <= LOADS; load += 1) {
    console.error(`Activation: window load ${load} of ${LOADS}`);
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

function rowsOf(empty: Measured, ours: Measured, together: Measured): Row[] {
  const alone = median(shown(ours, OURS)) / median(shown(empty, BEFORE));
  const beside = (id: string) => median(shown(together, OURS)) / median(shown(together, id));
  return [
    { what: 'in hosts of their own: empty', value: spread(shown(empty, BEFORE)) },
    { what: 'in hosts of their own: ours', value: spread(shown(ours, OURS)) },
    { what: '  ratio', value: times(alone) },
    { what: 'in one host: an empty one that starts before ours', value: spread(shown(together, BEFORE)) },
    { what: 'in one host: ours', value: spread(shown(together, OURS)) },
    { what: 'in one host: an empty one that starts after ours', value: spread(shown(together, AFTER)) },
    { what: '  ratio to the one before', value: times(beside(BEFORE)), aim: atMost(beside(BEFORE), 2, '2 times') },
    { what: '  ratio to the one after', value: times(beside(AFTER)), aim: atMost(beside(AFTER), 2, '2 times') },
    { what: 'own code only, in one host: empty, before', value: spread(own(together, BEFORE)) },
    { what: 'own code only, in one host: ours', value: spread(own(together, OURS)) },
    { what: 'own code only, in one host: empty, after', value: spread(own(together, AFTER)) },
  ];
}

export async function activation(): Promise<Section> {
  const folder = temporaryFolder();
  const before = writeEmpty(folder, 'aaa');
  const after = writeEmpty(folder, 'zzz');
  const hosts: Host[] = [];
  try {
    for (const extensions of [
      [[BEFORE, before]],
      [[OURS, ROOT]],
      [
        [BEFORE, before],
        [OURS, ROOT],
        [AFTER, after],
      ],
    ] as const) {
      hosts.push(await startHost(join(folder, `${hosts.length}`), new Map(extensions)));
    }
    const [empty, ours, together] = await measure(hosts);
    return {
      title: `Activation, median of ${LOADS} window loads`,
      rows: rowsOf(empty!, ours!, together!),
      notes: [
        'Load Code + Call Activate + Finish Activate of "Developer: Startup Performance", in whole milliseconds.',
        'They include waiting for the extensions that load at the same moment, which is most of what an empty one takes;',
        '"own code only" leaves that out: evaluating the module and calling activate, by the host\'s performance marks.',
      ],
    };
  } finally {
    for (const host of hosts) await host.stop();
  }
}
