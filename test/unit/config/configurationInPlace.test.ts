import { describe, expect, it } from 'vitest';
import { Configuration } from '../../../src/config/configuration.js';
import type { Overrides } from '../../../src/model/request.js';
import { SECRET } from '../../support/samples.js';
import { changingFiles } from './read.js';
import { writtenSettings } from '../../support/settings.js';
import { KeptSecrets } from '../../support/keptSecrets.js';

const SERIAL = 'arn:aws:iam::123456789012:mfa/ana';
const CONFIG_TEXT = `[profile mid]
role_arn = arn:aws:iam::123456789012:role/mid
source_profile = base
mfa_serial = ${SERIAL}
[profile tool]
credential_process = /usr/bin/vault
[profile corp]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
`;
const CREDENTIALS_TEXT = `[base]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${SECRET}
`;
const ENVIRONMENT = { variables: {}, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' };

function planOf(roleId: string, overrides: Overrides, mfaSessionDurationSeconds = 0) {
  const settings = writtenSettings({ mfaSessionDurationSeconds });
  const configuration = new Configuration(
    settings,
    changingFiles(CONFIG_TEXT, CREDENTIALS_TEXT),
    ENVIRONMENT,
    new KeptSecrets(),
  );
  return configuration.plan({ target: { kind: 'configured', roleId }, overrides });
}

describe('a session narrowed in place', () => {
  const scopes = [{ narrowings: [], durationSeconds: 600 }];

  it('is planned behind all that is asked of the role', async () => {
    expect(await planOf('profile:mid', { narrowing: { kind: 's3-only' }, scopes })).toMatchObject({
      narrowedTo: 'S3 only, 10 min',
      hops: [{ kind: 'assume-role' }, { kind: 'scoped-credentials', durationSeconds: 600 }],
    });
  });

  it('is planned behind an MFA session', async () => {
    const { hops } = await planOf('profile:mid', { scopes }, 3600);
    expect(hops.map(({ kind }) => kind)).toEqual(['session-token', 'assume-role', 'scoped-credentials']);
  });

  it.each(['profile:corp', 'profile:tool'])('is what %s gives less by: it takes no session policy', async (roleId) => {
    expect(await planOf(roleId, { narrowing: { kind: 'read-only' } })).toMatchObject({
      narrowedTo: 'read-only',
      hops: [{ kind: 'scoped-credentials', narrowedTo: 'read-only' }],
    });
  });
});
