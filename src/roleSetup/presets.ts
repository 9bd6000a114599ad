import type { Assumer, SetupAnswers } from './answers.js';

interface Home {
  readonly partition: string;
  readonly account: string;
}

/** A role with nothing but a name and who may assume it. */
export function emptyRole({ partition, account }: Home, name: string, assumer: Assumer): SetupAnswers {
  return {
    ...{ partition, account, assumer, name, path: '/' },
    ...{ description: undefined, maxSessionDuration: undefined, boundary: undefined },
    ...{ tags: new Map(), attached: [], inline: undefined },
  };
}

function awsManagedPolicy(partition: string, name: string): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}

export type PresetName = 'tutorial' | 'readOnly' | 'githubActions' | 'otherAccount';

/** The answers to begin with; what depends on the user's world is there to be changed. */
export const PRESETS: Readonly<Record<PresetName, (home: Home) => SetupAnswers>> = {
  /** A user who may do nothing, and a role with which one may read S3. */
  tutorial: (home) => ({
    ...emptyRole(home, 'sts-s3-read-only-role', {
      ...{ kind: 'user', name: 'mynewuser', path: '/', accessKey: 'first' },
    }),
    attached: [awsManagedPolicy(home.partition, 'AmazonS3ReadOnlyAccess')],
  }),
  readOnly: (home) => ({
    ...emptyRole(home, 'read-only', { kind: 'account', account: home.account, externalId: undefined, mfa: true }),
    attached: [awsManagedPolicy(home.partition, 'ReadOnlyAccess')],
  }),
  githubActions: (home) =>
    emptyRole(home, 'github-actions', {
      kind: 'openIdConnect',
      providerArn: `arn:${home.partition}:iam::${home.account}:oidc-provider/token.actions.githubusercontent.com`,
      audience: 'sts.amazonaws.com',
      subject: 'repo:OWNER/REPOSITORY:ref:refs/heads/main',
    }),
  otherAccount: (home) =>
    emptyRole(home, 'cross-account', { kind: 'account', account: '', externalId: '', mfa: false }),
};
