// Which IAM Identity Centers can be signed in to, and the plan for a role that one of them lists.
import { describe, expect, it } from 'vitest';
import { configuredPortals, planPortalRole } from '../../../../src/config/plan/portals.js';
import { planContext } from '../../../../src/config/roles.js';

const CORP = '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n';
const ROLE = 'sso_account_id = 123456789012\nsso_role_name = Reader\n';

function contextOf(config: string, variables: Readonly<Record<string, string>> = {}) {
  return planContext({
    files: {
      config: { file: '/home/me/.aws/config', text: config },
      credentials: { file: '/home/me/.aws/credentials', text: undefined },
    },
    sessionName: undefined,
    environment: { variables, userName: 'me', hostName: 'here', homeDirectory: '/home/me' },
  });
}

const portals = (config: string, variables?: Readonly<Record<string, string>>) =>
  configuredPortals(contextOf(config, variables));

describe('portals', () => {
  it('are the sso-session sections, also those that no profile uses yet', () => {
    expect(portals(CORP)).toEqual([
      {
        portal: {
          session: 'corp',
          startUrl: 'https://corp.awsapps.com/start',
          region: 'eu-west-1',
          scopes: ['sso:account:access'],
        },
        endpoints: {},
        workRegion: 'us-east-1',
        place: { kind: 'file', file: '/home/me/.aws/config', line: 1 },
      },
    ]);
  });

  it('are reached as the first profile that uses them says', () => {
    const user = `[profile a]\nsso_session = corp\n${ROLE}region = eu-central-1\nendpoint_url = http://localhost:8000\n`;
    const [portal] = portals(CORP + user);
    expect(portal).toMatchObject({ endpoints: { all: 'http://localhost:8000' }, workRegion: 'eu-central-1' });
  });

  it('are reached as their own profile says, where that has no mistake', () => {
    const user = (name: string, session: string, lines: string) =>
      `[profile ${name}]\nsso_session = ${session}\n${ROLE}${lines}`;
    const config = [
      '[profile plain]\nregion = eu-north-1\n',
      user('other', 'else', 'region = eu-central-1\n'),
      user('broken', 'corp', 'region = eu-west-2\nmistake\n'),
      user('mine', 'corp', 'region = eu-west-3\n'),
    ].join('');
    expect(portals(config + CORP).map(({ workRegion }) => workRegion)).toEqual(['eu-west-3']);
  });

  it('ask for the scopes that they name', () => {
    const [found] = portals(`${CORP}sso_registration_scopes = a:b, c:d\n`);
    expect(found?.portal.scopes).toEqual(['a:b', 'c:d']);
  });

  it('of legacy keys stand where their profile stands', () => {
    const config = `[profile a]\nsso_start_url = https://old.awsapps.com/start\nsso_region = us-east-1\n${ROLE}`;
    expect(portals(config)).toMatchObject([{ place: { file: '/home/me/.aws/config', line: 1 } }]);
    expect(portals(`${config}mistake\n`)).toEqual([]);
  });

  it.each([
    ['an endpoint that is none', 'endpoint_url = x\n'],
    ['a region that is none', 'region = us east\n'],
  ])('are not there where their profile has %s', (_, lines) => {
    expect(portals(`${CORP}[profile a]\nsso_session = corp\n${ROLE}${lines}`)).toEqual([]);
  });

  it('are the start URLs of the legacy keys, each once', () => {
    const legacy = `sso_start_url = https://old.awsapps.com/start\nsso_region = us-east-1\n${ROLE}`;
    const found = portals(`[profile a]\n${legacy}\n[profile b]\n${legacy}`);
    expect(found.map(({ portal }) => portal)).toEqual([
      expect.objectContaining({ session: undefined, startUrl: 'https://old.awsapps.com/start' }),
    ]);
  });

  it.each([
    ['without a start URL', '[sso-session corp]\nsso_region = eu-west-1\n'],
    ['without a region', '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n'],
    ['with a mistake', `${CORP}mistake\n`],
    ['with a start URL that is none', '[sso-session corp]\nsso_start_url = corp\nsso_region = eu-west-1\n'],
  ])('are not sections %s', (_, config) => {
    expect(portals(config)).toEqual([]);
  });
});

describe('a role that a portal lists', () => {
  const role = { accountId: '210987654321', roleName: 'PowerUser' };

  it('has a plan without a profile', () => {
    const other = CORP.replaceAll('corp', 'other');
    const context = contextOf(other + CORP, { AWS_REGION: 'eu-north-1' });
    expect(planPortalRole('corp', role, context)).toMatchObject({
      ok: true,
      value: {
        roleId: 'identity-center:corp:210987654321:PowerUser',
        name: 'PowerUser',
        source: { kind: 'identity-center', profile: '', session: 'corp', ...role, place: { line: 4 } },
        hops: [],
        region: 'eu-north-1',
      },
    });
  });

  it('is gone with its portal', () => {
    expect(planPortalRole('corp', role, contextOf(''))).toMatchObject({
      ok: false,
      problem: { message: 'IAM Identity Center “corp” is no longer configured.' },
    });
  });
});
