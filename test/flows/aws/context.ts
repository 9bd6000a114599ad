// What the sources of credentials are run with.
import { expect } from 'vitest';
import type { Interaction } from '../../../src/model/session/interaction.js';
import { sourceCredentials } from '../../../src/aws/sources/index.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { UserError } from '../../../src/base/errors.js';
import { plan } from '../../support/samples.js';
import { SILENT, unasked } from './interaction.js';
import type { Source } from '../../../src/model/plan/source.js';
import type { SourceCredentials } from '../../../src/model/session/credentials.js';

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

export function credentialsOf(source: Source, circumstances: Circumstances = {}): Promise<SourceCredentials> {
  const { variables = {}, homeDirectory = '/home/me', process: command, interaction, signal } = circumstances;
  return sourceCredentials({
    plan: plan({ source, hops: [], ...circumstances.plan }),
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
  });
}

/** What the user reads. */
export async function refusal(running: Promise<unknown>): Promise<string> {
  const error: unknown = await running.then(
    () => new Error('It worked.'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}
