import { describe, expect, it } from 'vitest';
import {
  grantOf,
  readGrants,
  tokenOf,
  withGrant,
  withoutSessions,
  type Grant,
} from '../../../../src/lending/endpoint/grants.js';

const KEY = Buffer.alloc(32, 7);
const pledge = { id: 'dev', title: 'dev', arn: 'arn:aws:iam::1:role/dev', principal: 'anna' };
const borrower = { kind: 'terminal', name: 'bash' } as const;
const grant = (id: string, overrides: Partial<Grant> = {}): Grant => ({
  id,
  scope: 'window',
  pledge,
  borrower,
  ...overrides,
});

describe('a token', () => {
  it('has 256 bits, and is the same whenever it is asked for', () => {
    const token = tokenOf(KEY, grant('one'));
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(tokenOf(KEY, grant('one', { scope: 'other' }))).toBe(token);
  });

  it('is another for each grant and each key', () => {
    const tokens = [tokenOf(KEY, grant('one')), tokenOf(KEY, grant('two')), tokenOf(Buffer.alloc(32, 8), grant('one'))];
    expect(new Set(tokens).size).toBe(3);
  });

  it('is for its own grant, and for none where it is of none', () => {
    const all = [grant('one'), grant('two'), grant('three')];
    expect(all.map((each) => grantOf(all, KEY, tokenOf(KEY, each))?.id)).toEqual(['one', 'two', 'three']);
    const strange = [
      '',
      'x',
      tokenOf(KEY, grant('four')),
      tokenOf(KEY, grant('one')).slice(0, -1),
      `${tokenOf(KEY, grant('one'))} `,
    ];
    expect(strange.map((each) => grantOf(all, KEY, each))).toEqual(strange.map(() => undefined));
    const none: readonly Grant[] = [];
    expect(grantOf(none, KEY, tokenOf(KEY, grant('one')))).toBeUndefined();
  });
});

describe('grants', () => {
  let count = 0;
  const newId = () => `new-${(count += 1)}`;
  const wanted = { scope: 'window', pledge, borrower };

  it('are the same for the same place and the same somebody', () => {
    const first = withGrant([], wanted, newId);
    const again = withGrant(first.grants, { ...wanted, borrower: { kind: 'task', name: 'x' } }, newId);
    expect([again.grant, again.grants]).toEqual([first.grant, first.grants]);
    expect(again.grants).toBe(first.grants);
  });

  it.each([
    ['place', { scope: 'terminal:1' }],
    ['session', { pledge: { ...pledge, id: 'prod' } }],
    ['ARN', { pledge: { ...pledge, arn: 'arn:aws:iam::2:role/dev' } }],
    ['principal', { pledge: { ...pledge, principal: 'bert' } }],
  ])('are others for another %s', (_, other) => {
    const first = withGrant([], wanted, newId);
    const second = withGrant(first.grants, { ...wanted, ...other }, newId);
    expect(second.grants).toEqual([first.grant, second.grant]);
    expect(second.grant.id).not.toBe(first.grant.id);
  });

  it('are not without number: the oldest go', () => {
    let grants: readonly Grant[] = [];
    for (let index = 0; index < 501; index += 1) {
      grants = withGrant(grants, { ...wanted, scope: `terminal:${index}` }, newId).grants;
    }
    expect([grants.length, grants[0]?.scope, grants.at(-1)?.scope]).toEqual([500, 'terminal:1', 'terminal:500']);
  });

  it('go with their session', () => {
    const other = grant('two', { pledge: { ...pledge, id: 'prod' } });
    expect(withoutSessions([grant('one'), other], new Set(['dev']))).toEqual([other]);
  });

  it('are read as they were kept, and nothing else is', () => {
    const unknownWho = grant('two', { pledge: { ...pledge, principal: null } });
    const kept: unknown = JSON.parse(JSON.stringify([grant('one'), unknownWho]));
    expect(readGrants(kept)).toEqual([grant('one'), unknownWho]);
    const broken = [
      ...[null, 1, 'x', {}, { ...grant('a'), id: 1 }, { ...grant('a'), scope: undefined }],
      ...[
        { ...grant('a'), pledge: null },
        { ...grant('a'), pledge: { ...pledge, principal: undefined } },
      ],
      ...[
        { ...grant('a'), borrower: { kind: 'extension', name: 'x' } },
        { ...grant('a'), borrower: { kind: 'terminal' } },
      ],
    ];
    expect(readGrants(broken)).toEqual([]);
    expect([undefined, null, {}, 'x'].map(readGrants)).toEqual([[], [], [], []]);
  });
});
