// What the sources of credentials are run with.
import type { SourceContext } from '../../src/aws/sources/source.js';
import type { Interaction } from '../../src/model/session/interaction.js';
import type { Plan } from '../../src/model/plan/plan.js';
import { SILENT, unasked } from '../flows/aws/interaction.js';
import { plan } from './samples.js';

export const PLACE = { kind: 'file', file: '/home/me/.aws/config', line: 3 } as const;

export interface Circumstances {
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory?: string;
  /** The command line of `credential_process`. */
  readonly process?: string;
  readonly interaction?: Partial<Interaction>;
  readonly plan?: Partial<Plan>;
  readonly signal?: AbortSignal;
}

export function sourceContext(circumstances: Circumstances = {}): SourceContext {
  const { variables = {}, homeDirectory = '/home/me', process: command, interaction, signal } = circumstances;
  return {
    plan: plan({ hops: [], ...circumstances.plan }),
    environment: {
      variables: { PATH: process.env['PATH'], ...variables },
      userName: 'me',
      hostName: 'desk',
      homeDirectory,
    },
    secrets: {
      readStaticKeys: unasked,
      readProcess: () => (command === undefined ? unasked() : Promise.resolve(command)),
    },
    interaction: { ...SILENT, ...interaction },
    signal: signal ?? new AbortController().signal,
  };
}
