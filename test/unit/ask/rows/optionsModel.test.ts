import { describe, expect, it } from 'vitest';
import type { Hop, Plan } from '../../../../src/model/plan/plan.js';
import {
  optionRows,
  optionsOf,
  parseTag,
  tagLines,
  withOption,
  withTags,
} from '../../../../src/ask/rows/optionsModel.js';
import { hop, plan } from '../../../support/samples.js';

const token: Hop = { kind: 'session-token', mfaSerial: 'GAHT12345678', durationSeconds: 3600 };
const federated: Hop = {
  kind: 'federation-token',
  name: 'ana',
  durationSeconds: undefined,
  policy: '{}',
  policyArns: [],
  tags: {},
};
const row = (id: string, shown: Plan, overrides = {}) => optionRows(shown, overrides).find((each) => each.id === id);

describe('the form of options', () => {
  it.each<[string, readonly Hop[], readonly string[]]>([
    ['a session token', [token], ['durationSeconds', 'mfaSerial']],
    ['a federation token', [federated], ['durationSeconds', 'tags', 'policy', 'policyArns']],
    ['keys as they are', [], []],
  ])('asks of %s only what the call takes', (_, hops, ids) => {
    expect(optionsOf(plan({ hops }))).toEqual(ids);
  });

  it('shows what is configured, and that nothing was changed', () => {
    const shown = plan({
      hops: [
        hop({
          durationSeconds: 5400,
          externalId: 'partner-7',
          tags: { team: 'storage', cost: 'a=b' },
          policy: '{"Version":"2012-10-17"}',
          policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::123456789012:policy/path/own'],
        }),
      ],
    });
    const values = optionRows(shown, {}).map(({ label, value, changed }) => [label, value, changed]);
    expect(values).toEqual([
      ['Duration', '90 min', false],
      ['Session name', 'mytestsession', false],
      ['External ID', 'partner-7', false],
      ['MFA device', '', false],
      ['Session tags', 'team=storage, cost=a=b', false],
      ['Transitive tags', '', false],
      ['Source identity', '', false],
      ['Session policy', 'JSON, 24 characters', false],
      ['Managed session policies', 'ReadOnlyAccess, own', false],
    ]);
  });

  it('marks what the user has changed', () => {
    const shown = plan({ hops: [hop({ externalId: 'typed' })] });
    expect(row('externalId', shown, { externalId: 'typed' })).toMatchObject({ value: 'typed', changed: true });
    expect(row('sessionName', shown, { externalId: 'typed' })).toMatchObject({ changed: false });
  });

  it('offers transitive tags once there are tags', () => {
    expect(row('transitiveTagKeys', plan())).toBeUndefined();
    expect(row('transitiveTagKeys', plan({ hops: [hop({ tags: { team: 'a' } })] }))).toBeDefined();
  });

  it('shows the device that an MFA session in front of the role asks for', () => {
    expect(row('mfaSerial', plan({ hops: [token, hop()] }))).toMatchObject({ value: 'GAHT12345678' });
  });
});

describe('changing options', () => {
  it('an option without a value is as configured again', () => {
    expect(withOption({ externalId: 'a', durationSeconds: 900 }, 'externalId', undefined)).toEqual({
      durationSeconds: 900,
    });
  });

  it('a tag that is gone is not transitive either', () => {
    const before = { tags: { team: 'a', cost: 'b' }, transitiveTagKeys: ['team', 'cost'] };
    expect(withTags(before, { cost: 'b' })).toEqual({ tags: { cost: 'b' }, transitiveTagKeys: ['cost'] });
  });
});

describe('a tag in one line', () => {
  it.each([
    ['team=storage', { key: 'team', value: 'storage' }],
    [' team = storage ', { key: 'team', value: 'storage' }],
    ['query=a=b', { key: 'query', value: 'a=b' }],
    ['flag=', { key: 'flag', value: '' }],
    ['=storage', undefined],
    ['team', undefined],
    ['', undefined],
  ])('"%s"', (line, tag) => {
    expect(parseTag(line)).toEqual(tag);
  });

  it('is written as it is read', () => {
    expect(tagLines({ team: 'storage', query: 'a=b' }).map(parseTag)).toEqual([
      { key: 'team', value: 'storage' },
      { key: 'query', value: 'a=b' },
    ]);
  });
});
