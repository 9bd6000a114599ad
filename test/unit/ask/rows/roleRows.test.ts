import { describe, expect, it } from 'vitest';
import type { RoleEntry } from '../../../../src/model/plan/role.js';
import { isProductionRow, roleRows, sessionRows, type RoleRow } from '../../../../src/ask/rows/roleRows.js';
import { identityOf } from '../../../../src/model/session/identity.js';
import { hop, liveSession, readyEntry } from '../../../support/samples.js';
import type { SamlSource } from '../../../../src/model/plan/source.js';

const broken: RoleEntry = {
  kind: 'broken',
  id: 'profile:loop',
  name: 'loop',
  problem: {
    message: 'source_profile goes round: loop → loop.',
    hint: 'Name a profile with keys.',
    place: { kind: 'file', file: '/home/me/.aws/config', line: 12 },
  },
};
const BROWSER = { kind: 'browser', signInUrl: 'https://idp.example.com/aws', port: 35001, path: '/' } as const;
const SAML: SamlSource = {
  kind: 'saml',
  role: undefined,
  principalArn: undefined,
  assertion: BROWSER,
  durationSeconds: undefined,
  policy: undefined,
  policyArns: [],
  place: { kind: 'setting', setting: 'roleSessions.roles[0].saml' },
};
const labels = (rows: ReturnType<typeof roleRows>) =>
  rows.map((row) => (row.kind === 'heading' ? `— ${row.label}` : `$(${row.icon}) ${row.label}`));

describe('roleRows', () => {
  it('puts recent roles first, latest first, then the others by name, then what is broken', () => {
    const entries = [broken, readyEntry('c10'), readyEntry('c9'), readyEntry('a'), readyEntry('b')];
    expect(labels(roleRows(entries, ['profile:b', 'profile:gone', 'profile:c9'], 'profile:a'))).toEqual([
      '— Recent',
      '$(shield) b',
      '$(shield) c9',
      '— Roles',
      '$(check) a',
      '$(shield) c10',
      '— Needs attention',
      '$(error) loop',
    ]);
  });

  it('shows account, role, source, region and that MFA will be asked', () => {
    const [, row] = roleRows(
      [readyEntry('mine', { hops: [hop({ mfaSerial: 'arn:aws:iam::1:mfa/me' })] })],
      [],
      undefined,
    );
    expect(row).toMatchObject({
      description: '123456789012 · sts-s3-read-only-role',
      detail: 'from profile ststestprofile · us-west-2 · $(key) asks for MFA',
    });
  });

  it('shows no account where the ARN names none', () => {
    const { role } = hop();
    const [, row] = roleRows(
      [readyEntry('mine', { hops: [hop({ role: { ...role, accountId: '' } })] })],
      [],
      undefined,
    );
    expect(row).toMatchObject({ description: role.roleName });
  });

  it.each<[string, SamlSource['assertion'], string]>([
    ['signs in for', BROWSER, 'from SAML sign-in at idp.example.com · us-west-2'],
    ['pastes', { kind: 'paste' }, 'from pasted SAML assertion · us-west-2'],
    ['has printed', { kind: 'command', command: 'saml-cli' }, 'from SAML assertion of a command · us-west-2'],
  ])(
    'says of an assertion that the user %s how it comes, and that it may offer several roles',
    (_, assertion, detail) => {
      const [, row] = roleRows([readyEntry('mine', { source: { ...SAML, assertion }, hops: [] })], [], undefined);
      expect(row).toMatchObject({ description: 'a role that you choose', detail });
    },
  );

  it('says what is wrong with a broken one, where, and what to do', () => {
    expect(roleRows([broken], [], undefined)[1]).toMatchObject({
      description: 'source_profile goes round: loop → loop.',
      detail: 'config, line 12 · Name a profile with keys.',
    });
  });

  it('has no headings without roles', () => {
    expect(roleRows([], ['profile:gone'], undefined)).toEqual([]);
  });
});

describe('the active session above the roles', () => {
  const request = {
    target: { kind: 'ad-hoc', arn: 'arn:aws:iam::123456789012:role/far', sourceProfile: 'ststestprofile' },
    overrides: {},
  } as const;

  it('is there where no configured role stands for it', () => {
    const session = liveSession({ role: { id: 'ad-hoc:far', name: 'far', request } });
    const rows = sessionRows(session);
    expect(rows).toEqual([
      { kind: 'heading', label: 'Active' },
      {
        kind: 'session',
        icon: 'check',
        label: 'far',
        description: '123456789012 · sts-s3-read-only-role',
        detail: 'from profile ststestprofile · us-west-2',
        session,
      },
    ]);
  });

  it('shows no account where there is none', () => {
    const request = {
      target: { kind: 'ad-hoc', arn: 'arn:aws:iam:::role/far', sourceProfile: 'x' },
      overrides: {},
    } as const;
    const identity = identityOf('arn:aws:sts:::assumed-role/distant/me');
    const [, row] = sessionRows(liveSession({ identity, role: { id: 'ad-hoc:far', name: 'far', request } }));
    expect(row).toMatchObject({ description: 'distant' });
  });

  it('is not there for a configured role, nor without a session', () => {
    expect(sessionRows(liveSession())).toEqual([]);
    expect(sessionRows(undefined)).toEqual([]);
  });
});

describe('a row is marked as production', () => {
  const marked = (rows: readonly RoleRow[], pattern: string) =>
    rows.filter((row) => isProductionRow(row, [pattern])).map(({ label }) => label);

  it('where its plan leads to what the user has named so', () => {
    const rows = roleRows([readyEntry('dev'), readyEntry('shop-prod')], [], undefined);
    expect(marked(rows, '*prod')).toEqual(['shop-prod']);
    expect(marked(rows, '123456789012')).toEqual(['dev', 'shop-prod']);
    expect(marked(rows, 'roles')).toEqual([]);
  });

  it('where its session is', () => {
    const target = { kind: 'ad-hoc', arn: 'arn:aws:iam::123456789012:role/far', sourceProfile: 'x' } as const;
    const role = { id: 'ad-hoc:far', name: 'far', request: { target, overrides: {} } };
    expect(marked(sessionRows(liveSession({ role })), '123456789012')).toEqual(['far']);
  });

  it('not where nobody knows yet what it will be', () => {
    expect(marked(roleRows([broken], [], undefined), '*')).toEqual([]);
  });
});
