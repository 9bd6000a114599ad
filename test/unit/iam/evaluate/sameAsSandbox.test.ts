// Random documents and requests: what is said of them is what the sandbox's own evaluation says, and where something of
// the request is not known, nothing that another value of it could refute.
import { describe, expect, it } from 'vitest';
import { fitsIn, policyVerdict, type PolicyCaller } from '../../../../src/iam/evaluate/index.js';
import { judge, judgeResource } from '../../../sandbox/iam/judge.js';
import { parsePolicy } from '../../../sandbox/iam/policy.js';

const ACCOUNT = '123456789012';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/app`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/jo`;

/** Values that a key may have; the empty list: the request does not have it. */
const KEYS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'aws:username': [[], ['jo'], ['ann*']],
  'aws:principaltag/team': [[], ['red'], ['Red'], ['a/b']],
  'aws:tagkeys': [[], ['a'], ['a', 'b'], ['c']],
  'aws:sourceip': [[], ['10.1.2.3'], ['192.168.0.7'], ['2001:db8::5']],
  'aws:multifactorauthpresent': [[], ['true'], ['false']],
  'aws:multifactorauthage': [[], ['5'], ['3600'], ['x']],
  'aws:currenttime': [[], ['2026-01-01T00:00:00Z'], ['1767225600']],
  'aws:principalarn': [[], [ROLE], [SESSION]],
  'sts:externalid': [[], ['42'], ['43']],
};

const VALUES: Readonly<Record<string, readonly string[]>> = {
  String: ['jo', 'red', 'RED', 'a', 'b', '42', 'ann*', '${aws:username}', "${aws:PrincipalTag/team, 'red'}", '${*}'],
  StringLike: ['j*', '?', '*', 'r?d', '${aws:username}*', 'a/*'],
  Numeric: ['5', '3600', 'x', '${aws:MultiFactorAuthAge}'],
  Date: ['2026-01-01T00:00:00Z', '1767225600', '2020-01-01T00:00:00Z'],
  Bool: ['true', 'false', 'TRUE'],
  Ip: ['10.0.0.0/8', '192.168.0.7', '2001:db8::/32', '10.1.2.3/33', 'none'],
  Arn: [ROLE, 'arn:aws:iam::*:role/*', '*', 'arn:aws:iam', `arn:aws:sts::${ACCOUNT}:assumed-role/app/\${aws:username}`],
};

const OPERATORS: readonly (readonly [string, string])[] = [
  ...['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase'].map(
    (name) => [`String${name}`, 'String'] as const,
  ),
  ...['Like', 'NotLike'].map((name) => [`String${name}`, 'StringLike'] as const),
  ...['Numeric', 'Date'].flatMap((type) =>
    ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
      (name) => [type + name, type] as const,
    ),
  ),
  ['Bool', 'Bool'],
  ['Null', 'Bool'],
  ['BinaryEquals', 'String'],
  ['IpAddress', 'Ip'],
  ['NotIpAddress', 'Ip'],
  ...['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'].map((name) => [name, 'Arn'] as const),
];

const ACTIONS = ['s3:GetObject', 's3:*', 's3:get*', '*', 'S3:PUTOBJECT', 's3:?etObject', 'sts:AssumeRole'];
const RESOURCES = ['*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/${aws:username}/*', 'arn:aws:s3:::b/?', 'arn:aws:s3:::c'];
const ASKED = ['arn:aws:s3:::b/x', 'arn:aws:s3:::b/jo/x', 'arn:aws:s3:::b/${aws:username}/x', 'arn:aws:s3:::c'];
const PRINCIPALS: readonly unknown[] = [
  '*',
  { AWS: '*' },
  { AWS: ROLE },
  { AWS: [SESSION, 'arn:aws:iam::999999999999:root'] },
  { AWS: ACCOUNT },
  { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  { Service: 'ec2.amazonaws.com' },
  { AWS: 'arn:aws:iam::999999999999:role/app' },
];

/** Mulberry32: the same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Generator {
  constructor(private readonly random: () => number) {}

  one<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!;
  }

  chance(odds: number): boolean {
    return this.random() < odds;
  }

  condition(): object {
    const [operator, type] = this.one(OPERATORS);
    const quantifier = operator === 'Null' ? '' : this.one(['', '', '', 'ForAllValues:', 'ForAnyValue:']);
    const ifExists = operator !== 'Null' && this.chance(0.25) ? 'IfExists' : '';
    const values = this.chance(0.3) ? [this.one(VALUES[type]!), this.one(VALUES[type]!)] : this.one(VALUES[type]!);
    return { [quantifier + operator + ifExists]: { [this.one(Object.keys(KEYS))]: values } };
  }

  statement(named: boolean): object {
    const has = (name: string, value: unknown) => ({ [this.chance(0.15) ? `Not${name}` : name]: value });
    return {
      Effect: this.chance(0.3) ? 'Deny' : 'Allow',
      ...has('Action', this.chance(0.3) ? [this.one(ACTIONS), this.one(ACTIONS)] : this.one(ACTIONS)),
      ...has('Resource', this.one(RESOURCES)),
      ...(named && has('Principal', this.one(PRINCIPALS))),
      ...(this.chance(0.6) && { Condition: { ...this.condition(), ...(this.chance(0.3) && this.condition()) } }),
    };
  }

  document(named: boolean): object {
    return {
      Version: this.chance(0.9) ? '2012-10-17' : '2008-10-17',
      Statement: Array.from({ length: this.one([1, 1, 2, 3]) }, () => this.statement(named)),
    };
  }

  context(): Map<string, readonly string[]> {
    return new Map(Object.entries(KEYS).map(([key, values]) => [key, this.one(values)]));
  }
}

/** The sandbox has no key without a value. */
const theirs = (context: ReadonlyMap<string, readonly string[]>) =>
  new Map([...context].filter(([, values]) => values.length > 0));

const caller: PolicyCaller = { account: ACCOUNT, arn: SESSION, role: { arn: ROLE } };
const who = {
  accountId: ACCOUNT,
  arn: SESSION,
  names: [
    ['AWS', SESSION],
    ['AWS', ROLE],
  ],
} as const;

function sandboxSays(
  document: object,
  named: boolean,
  request: { action: string; resource: string; context: Map<string, readonly string[]> },
) {
  const asked = { ...request, context: theirs(request.context) };
  if (!named) return judge([parsePolicy(document)], asked);
  const { denied, granted } = judgeResource(parsePolicy(document), who, asked);
  return denied ? 'deny' : granted === undefined ? 'silent' : 'allow';
}

describe('the evaluation of one document', () => {
  const RUNS = 3000;

  it('is the one of the sandbox, where all of the request is known', () => {
    const generator = new Generator(seeded(11));
    const seen = new Map<string, number>();
    for (let run = 0; run < RUNS; run += 1) {
      const named = run % 2 === 0;
      const document = generator.document(named);
      const request = {
        action: generator.one(['s3:GetObject', 's3:PutObject']),
        resource: generator.one(ASKED),
        context: generator.context(),
      };
      const verdict = policyVerdict(fitsIn(JSON.stringify(document), { ...request, caller }) ?? []);
      const expected = sandboxSays(document, named, request);
      seen.set(expected, (seen.get(expected) ?? 0) + 1);
      expect(verdict, JSON.stringify({ document, request, context: [...request.context] })).toBe(expected);
    }
    expect([...seen.values()].every((count) => count > RUNS / 20)).toBe(true);
  });

  it('says nothing that an unknown part of the request could refute', () => {
    const generator = new Generator(seeded(12));
    const seen = { open: 0, told: 0 };
    for (let run = 0; run < RUNS; run += 1) {
      const document = generator.document(false);
      const full = generator.context();
      const hidden = generator.one(Object.keys(KEYS));
      const known = new Map([...full].filter(([key]) => key !== hidden));
      const request = { action: 's3:GetObject', resource: generator.one(ASKED) };
      const fits = fitsIn(JSON.stringify(document), { ...request, caller, context: known }) ?? [];
      const verdict = policyVerdict(fits);
      seen[verdict === 'open' ? 'open' : 'told'] += 1;
      for (const values of KEYS[hidden]!) {
        const expected = sandboxSays(document, false, { ...request, context: new Map([...full, [hidden, values]]) });
        const says = JSON.stringify({ document, request, hidden, values, full: [...full] });
        if (verdict !== 'open') expect(verdict, says).toBe(expected);
        else expect(fits.flatMap(({ open }) => open)).toContain(hidden);
      }
    }
    expect(seen.open).toBeGreaterThan(RUNS / 50);
    expect(seen.told).toBeGreaterThan(RUNS / 2);
  });
});
