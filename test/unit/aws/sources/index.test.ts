import { describe, expect, it } from 'vitest';
import { sourceCredentials } from '../../../../src/aws/sources/index.js';
import type { Source } from '../../../../src/model/plan/source.js';
import { hop, SOURCE } from '../../../support/samples.js';
import { PLACE, sourceContext } from '../../../support/sourceContext.js';

const NONE = { policy: undefined, policyArns: [], durationSeconds: undefined, place: PLACE } as const;
const ROLE = hop().role;
const PORTAL = {
  startUrl: 'https://x.awsapps.com/start',
  region: 'us-west-2',
  scopes: [],
  session: undefined,
} as const;

describe('where the first credentials come from', () => {
  it.each<[Source, RegExp]>([
    [SOURCE, /^the keys of ststestprofile$/],
    [{ kind: 'environment', place: PLACE }, /has no AWS_ACCESS_KEY_ID/],
    [{ kind: 'instance-metadata', endpoint: undefined, v1Allowed: false, place: PLACE }, /^AWS_EC2_METADATA_DISABLED/],
    [{ kind: 'container', place: PLACE }, /^Neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor/],
    [
      { kind: 'process', profile: 'tool', program: 'true', place: PLACE },
      /^credential_process of profile tool gave nothing\.$/,
    ],
    [
      { kind: 'identity-center', profile: 'x', accountId: '1', roleName: 'r', ...PORTAL, place: PLACE },
      /^(?=.*127\.0\.0\.1:1).*Identity Center/,
    ],
    [{ kind: 'login', profile: 'console', loginSession: 'arn:x', place: PLACE }, /^aws login of console$/],
    [
      { kind: 'web-identity', role: ROLE, sessionName: 'me', token: { kind: 'file', file: '/no/such/file' }, ...NONE },
      /^The file \/no\/such\/file \(web_identity_token_file\) does not exist\.$/,
    ],
    [
      { kind: 'saml', role: ROLE, principalArn: undefined, assertion: { kind: 'paste' }, ...NONE },
      /^an assertion is asked for$/,
    ],
  ])('$kind', async (source, text) => {
    const asked = (what: string) => Promise.reject(new Error(what));
    const context = sourceContext({
      plan: { source, endpoints: { all: 'http://127.0.0.1:1' } },
      process: 'true',
      homeDirectory: '/no/such/home',
      variables: { AWS_EC2_METADATA_DISABLED: 'true' },
      interaction: {
        pasteAssertion: () => asked('an assertion is asked for'),
        signInWithAwsLogin: (profile) => asked(`aws login of ${profile}`),
      },
    });
    const secrets = { ...context.secrets, readStaticKeys: () => asked('the keys of ststestprofile') };
    await expect(sourceCredentials({ ...context, secrets })).rejects.toThrow(text);
  });
});
