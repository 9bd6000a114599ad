import type { IamRole, IamUser } from '../../../src/model/iam/iamApi.js';
import type { SetupAnswers } from '../../../src/roleSetup/answers.js';
import type { Existing } from '../../../src/roleSetup/differences.js';
import { planSetup } from '../../../src/roleSetup/plan.js';
import { PRESETS } from '../../../src/roleSetup/presets.js';
import { wantedSetup } from '../../../src/roleSetup/wanted.js';

export const HOME = { partition: 'aws', account: '111122223333' };
export const TUTORIAL_ANSWERS = PRESETS.tutorial(HOME);
export const TUTORIAL_WANTED = wantedSetup(TUTORIAL_ANSWERS);
export const NOTHING_THERE: Existing = { user: { kind: 'absent' }, role: { kind: 'absent' } };

export const iamUser = (fields: Partial<IamUser> = {}): IamUser => ({
  arn: `arn:aws:iam::${HOME.account}:user/mynewuser`,
  name: 'mynewuser',
  boundary: undefined,
  tags: new Map(),
  accessKeys: [],
  groups: [],
  inline: [],
  attached: [],
  ...fields,
});

export const iamRole = (fields: Partial<IamRole> = {}): IamRole => ({
  arn: `arn:aws:iam::${HOME.account}:role/sts-s3-read-only-role`,
  name: 'sts-s3-read-only-role',
  path: '/',
  trust: TUTORIAL_WANTED.role.trust,
  boundary: undefined,
  description: undefined,
  maxSessionDuration: 3600,
  tags: new Map(),
  inline: [],
  attached: [],
  ...fields,
});

export const found = <T>(value: T) => ({ kind: 'found', value }) as const;

export const planFor = (answers: SetupAnswers, existing: Existing) => planSetup(wantedSetup(answers), existing);
