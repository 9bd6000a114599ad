// What is done about a role that a folder asks for.
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../src/model/plan/plan.js';
import type { RoleEntry } from '../../../../src/model/plan/role.js';
import { NO_SESSION, type Session } from '../../../../src/model/session/session.js';
import { allowanceOf, type AllowedRole } from '../../../../src/session/folderRoles/allowed.js';
import type { RoleAsk } from '../../../../src/session/folderRoles/asks.js';
import { askKey, decide, type Decision } from '../../../../src/session/folderRoles/decide.js';
import { meaningOf } from '../../../../src/session/folderRoles/meaning.js';
import { hop, IDENTITY_CENTER, liveSession, PROCESS, readyEntry, roleRef, SOURCE } from '../../../support/samples.js';

const INFRA = 'file:///infra';
const DEV = readyEntry('dev');
const PROD = readyEntry('prod');
const OTHER_PLACE = { kind: 'file', file: '/home/me/.aws/config', line: 99 } as const;
const BROKEN: Extract<RoleEntry, { kind: 'broken' }> = {
  kind: 'broken',
  id: 'profile:bad',
  name: 'bad',
  problem: { message: 'No.', place: OTHER_PLACE, hint: 'Mend it.' },
};
const NO_FILE: RoleEntry = { ...BROKEN, id: 'file:/etc/config:0:0', name: '/etc/config' };
const SETTING_DEV = { ...DEV, id: 'setting:dev' };

const forWindow: RoleAsk = { role: 'dev', folder: undefined, asker: { kind: 'folder', name: 'infra' }, owner: INFRA };
const forFolder: RoleAsk = { ...forWindow, folder: INFRA };

const live = (name: string): Session => liveSession({ role: roleRef(name) });
const expired = (name: string): Session => {
  const { credentials, ...facts } = liveSession({ role: roleRef(name) });
  return { ...facts, kind: 'expired' };
};
const failed = (name: string): Session => ({ kind: 'failed', role: roleRef(name), message: 'No.' });
const assuming = (name: string): Session => ({ kind: 'assuming', role: roleRef(name), previous: { kind: 'none' } });

const always = (ask: RoleAsk, { id, plan }: Pick<typeof DEV, 'id' | 'plan'> = DEV): AllowedRole =>
  allowanceOf(ask, { id, meaning: meaningOf(plan) })!;

interface There {
  readonly entries?: readonly RoleEntry[];
  readonly window?: Session;
  /** Where it has one of its own. */
  readonly folder?: Session;
  readonly production?: readonly string[];
  readonly allowed?: readonly AllowedRole[];
  readonly seen?: readonly string[];
}

function step(ask: RoleAsk, there: There): Decision {
  const { entries = [DEV, PROD], window = NO_SESSION, folder, production = [], allowed = [], seen = [] } = there;
  return decide(ask, {
    entries,
    sessions: {
      active: (key) => (key === undefined ? window : (folder ?? window)),
      folders: () => new Map(folder === undefined ? [] : [[INFRA, folder]]),
    },
    productionRoles: production,
    allowed,
    seen: new Set(seen),
  });
}

const seen = askKey(forWindow, { id: DEV.id, meaning: meaningOf(DEV.plan) });
const forDev = { allowed: [always(forWindow)] };

describe('a role that is asked for', () => {
  it.each<readonly [string, RoleAsk, There, Decision['kind']]>([
    ['is offered', forWindow, {}, 'offer'],
    ['is offered for a folder', forFolder, {}, 'offer'],
    ['is offered for a folder whose window acts as another one', forFolder, { window: live('prod') }, 'offer'],
    ['is offered for a folder whose own session has gone', forFolder, { folder: NO_SESSION }, 'offer'],
    ['is offered where its session has expired', forWindow, { window: expired('dev') }, 'offer'],
    ['is offered by its ID', { ...forWindow, role: 'profile:dev' }, {}, 'offer'],
    [
      'is offered by its ID, where others have its name',
      { ...forWindow, role: 'profile:dev' },
      { entries: [DEV, SETTING_DEV] },
      'offer',
    ],
    ['is offered once', forWindow, { seen: [seen] }, 'nothing'],
    [
      'is offered again once it means another one',
      forWindow,
      { seen: [seen], entries: [readyEntry('dev', { hops: [hop({}, 'x')] })] },
      'offer',
    ],
    ['is offered again for another folder', { ...forWindow, owner: 'file:///other' }, { seen: [seen] }, 'offer'],

    ['is left where the window acts as it', forWindow, { window: live('dev') }, 'nothing'],
    ['is left where the window acts as another one', forWindow, { window: live('prod') }, 'nothing'],
    ['is left where another one of the window has expired', forWindow, { window: expired('prod') }, 'nothing'],
    ['is left where it has failed', forWindow, { window: failed('dev') }, 'nothing'],
    ['is left where it is being assumed', forWindow, { window: assuming('dev') }, 'nothing'],
    ['is left where another one is being assumed', forWindow, { window: assuming('prod') }, 'nothing'],
    ['is left for a folder that follows the window as it', forFolder, { window: live('dev') }, 'nothing'],
    ['is left for a folder that has it', forFolder, { folder: live('dev') }, 'nothing'],
    ['is left for a folder that has another one', forFolder, { folder: live('prod') }, 'nothing'],
    ['is left for a folder whose own other one has expired', forFolder, { folder: expired('prod') }, 'nothing'],

    ['is assumed where the user has said always', forWindow, forDev, 'assume'],
    ['is assumed for that folder among others as well', forFolder, forDev, 'assume'],
    ['is assumed again where it has expired', forWindow, { ...forDev, window: expired('dev') }, 'assume'],
    ['is not assumed over another one', forWindow, { ...forDev, window: live('prod') }, 'nothing'],
    ['is not assumed over what has failed', forWindow, { ...forDev, window: failed('dev') }, 'nothing'],
    ['is not assumed twice', forWindow, { ...forDev, seen: [seen] }, 'nothing'],
    ['is not assumed for another folder', { ...forWindow, owner: 'file:///other' }, forDev, 'offer'],
    ['is not assumed for another name', { ...forWindow, role: 'prod' }, forDev, 'offer'],
    ['is not assumed where there is no folder to say always for', { ...forWindow, owner: undefined }, forDev, 'offer'],
    [
      'is not assumed as another ARN',
      forWindow,
      { ...forDev, entries: [readyEntry('dev', { hops: [hop({}, 'Admin')] })] },
      'offer',
    ],
    [
      'is not assumed from another source',
      forWindow,
      { ...forDev, entries: [readyEntry('dev', { source: PROCESS })] },
      'offer',
    ],
    [
      'is not assumed by way of another role',
      forWindow,
      { ...forDev, entries: [readyEntry('dev', { hops: [hop({}, 'x'), hop()] })] },
      'offer',
    ],
    ['is not assumed as a role of that name from elsewhere', forWindow, { ...forDev, entries: [SETTING_DEV] }, 'offer'],
    ['is not assumed by itself where it is production', forWindow, { ...forDev, production: ['dev'] }, 'offer'],

    ['is unknown where the user has none of that name', { ...forWindow, role: 'admin' }, {}, 'unknown-role'],
    ['is unknown where it is written as an ARN', { ...forWindow, role: hop().role.arn }, {}, 'unknown-role'],
    ['is unknown where two have the name', forWindow, { entries: [DEV, SETTING_DEV] }, 'unknown-role'],
    ['is unknown where it is broken', { ...forWindow, role: 'bad' }, { entries: [BROKEN] }, 'unknown-role'],
    ['is no file', { ...forWindow, role: '/etc/config' }, { entries: [NO_FILE] }, 'unknown-role'],
  ])('%s', (_, ask, there, kind) => {
    expect(step(ask, there).kind).toBe(kind);
  });

  it.each<readonly [string, Partial<Plan>]>([
    ['rotated keys', { source: { ...SOURCE, accessKeyId: 'AKIAROTATED' } }],
    ['a line that moves', { source: { ...SOURCE, place: OTHER_PLACE } }],
    ['another region', { region: 'eu-west-3' }],
  ])('is the same in spite of %s', (_, overrides) => {
    expect(step(forWindow, { ...forDev, entries: [readyEntry('dev', overrides)] }).kind).toBe('assume');
  });

  it.each<readonly [string, There, boolean]>([
    ['may be said for one whose ARN is known', {}, true],
    ['may be said for a permission set', { entries: [readyEntry('dev', { source: IDENTITY_CENTER, hops: [] })] }, true],
    ['may not be said for production', { production: ['*dev*'] }, false],
    [
      'may not be said where only the answer tells who it is',
      { entries: [readyEntry('dev', { source: PROCESS, hops: [] })] },
      false,
    ],
  ])('"always" %s', (_, there, may) => {
    const found = step(forWindow, there);
    expect(found.kind === 'offer' && found.always !== undefined).toBe(may);
  });

  it('is told with why it is unknown', () => {
    const reasonOf = (role: string, entries: readonly RoleEntry[]) => step({ ...forWindow, role }, { entries });
    expect(reasonOf('dev', [])).toEqual({ kind: 'unknown-role', reason: { why: 'missing' } });
    expect(reasonOf('dev', [DEV, SETTING_DEV])).toEqual({
      kind: 'unknown-role',
      reason: { why: 'ambiguous', ids: ['profile:dev', 'setting:dev'] },
    });
    expect(reasonOf('bad', [BROKEN])).toEqual({
      kind: 'unknown-role',
      reason: { why: 'broken', id: 'profile:bad', problem: BROKEN.problem },
    });
  });
});
