import { describe, expect, it } from 'vitest';
import { consoleTarget, loginUrl } from '../../../src/console/consoleUrls.js';
import type { Endpoints } from '../../../src/model/plan/plan.js';
import type { S3Place } from '../../../src/model/s3Place.js';
import { identityOf } from '../../../src/model/session/identity.js';
import { liveSession, TOKEN } from '../../support/samples.js';

const HOME = undefined;
const BUCKET: S3Place = { bucket: 'reports', key: '', region: undefined };
const ROLE = 'assumed-role/dev/anna';

const sessionOf = (partition: string, region: string, endpoints: Endpoints = {}, who = ROLE) =>
  liveSession({ identity: identityOf(`arn:${partition}:sts::123456789012:${who}`), region, endpoints });

describe('the console of a partition', () => {
  it.each([
    ['aws', 'eu-west-1', 'aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'amazonaws-us-gov.com'],
    ['aws-eusc', 'eusc-de-east-1', 'amazonaws-eusc.eu'],
    ['aws-iso', 'us-iso-east-1', 'c2shome.ic.gov'],
    ['aws-iso-b', 'us-isob-east-1', 'sc2shome.sgov.gov'],
    ['aws-iso-e', 'eu-isoe-west-1', 'csphome.adc-e.uk'],
    ['aws-iso-f', 'us-isof-south-1', 'csphome.hci.ic.gov'],
  ])('%s is its own, as is its sign-in', (partition, region, domain) => {
    const session = sessionOf(partition, region);
    expect(consoleTarget(session, HOME)).toEqual({
      kind: 'target',
      federation: `https://signin.${domain}/federation`,
      destination: `https://console.${domain}/console/home?region=${region}`,
    });
    expect(consoleTarget(session, BUCKET)).toMatchObject({
      destination: `https://console.${domain}/s3/buckets/reports?region=${region}`,
    });
  });

  it('that nobody knows has none', () => {
    expect(consoleTarget(sessionOf('aws-moon', 'moon-north-1'), HOME)).toEqual({
      kind: 'problem',
      message: 'The console of the partition aws-moon is not known.',
    });
  });
});

describe('a server that the configuration names', () => {
  const SERVER = 'http://127.0.0.1:8000';

  it.each<[string, Endpoints]>([
    ['for everything', { all: `${SERVER}/` }],
    ['for sign-ins', { all: 'http://127.0.0.1:9000', signin: `${SERVER}//` }],
  ])('%s signs in, also for what it shows, in whatever partition', (_, endpoints) => {
    for (const partition of ['aws', 'aws-moon']) {
      expect(consoleTarget(sessionOf(partition, 'us-west-2', endpoints), BUCKET)).toEqual({
        kind: 'target',
        federation: `${SERVER}/federation`,
        destination: `${SERVER}/s3/buckets/reports?region=us-west-2`,
      });
    }
  });

  it.each(['https://signin.aws.amazon.com', 'https://us-east-1.signin.aws.amazon.com'])(
    'that is AWS itself, %s, has the console where it always is',
    (signin) => {
      expect(consoleTarget(sessionOf('aws', 'us-west-2', { signin }), HOME)).toMatchObject({
        federation: 'https://signin.aws.amazon.com/federation',
        destination: 'https://console.aws.amazon.com/console/home?region=us-west-2',
      });
    },
  );

  it.each(['https://signin.aws.amazon.com.example.com', 'https://evilsignin.aws.amazon.com'])(
    'that only looks like AWS, %s, is nobody but itself',
    (signin) => {
      expect(consoleTarget(sessionOf('aws', 'us-west-2', { signin }), HOME)).toMatchObject({
        federation: `${signin}/federation`,
      });
    },
  );

  it('for STS alone changes nothing, and one for S3 alone has buckets that the console does not show', () => {
    const sts = sessionOf('aws', 'us-west-2', { sts: SERVER });
    expect(consoleTarget(sts, BUCKET)).toMatchObject({ federation: 'https://signin.aws.amazon.com/federation' });
    const s3 = sessionOf('aws', 'us-west-2', { s3: SERVER });
    expect(consoleTarget(s3, HOME)).toMatchObject({ kind: 'target' });
    expect(consoleTarget(s3, BUCKET)).toEqual({
      kind: 'problem',
      message: `The buckets of this session are at ${SERVER}, which the AWS console does not show.`,
    });
    expect(consoleTarget(sessionOf('aws', 'us-west-2', { s3: SERVER, all: SERVER }), BUCKET)).toMatchObject({
      destination: `${SERVER}/s3/buckets/reports?region=us-west-2`,
    });
  });
});

describe('a place in S3', () => {
  it.each([
    ['a prefix', 'a/b/', 'buckets/reports?region=eu-west-1&prefix=a%2Fb%2F'],
    ['an object', 'a/b.txt', 'object/reports?region=eu-west-1&prefix=a%2Fb.txt'],
    [
      'an odd key',
      `it's "x" $1 &?#+é\n`,
      `object/reports?region=eu-west-1&prefix=it's%20%22x%22%20%241%20%26%3F%23%2B%C3%A9%0A`,
    ],
  ])('%s is where it is, in the region of the bucket', (_, key, expected) => {
    const place: S3Place = { bucket: 'reports', key, region: 'eu-west-1' };
    expect(consoleTarget(sessionOf('aws', 'us-west-2'), place)).toMatchObject({
      destination: `https://console.aws.amazon.com/s3/${expected}`,
    });
  });

  it('arrives as it was, through the link as well', () => {
    const key = `it's "x" $1 &?#+é/`;
    const target = consoleTarget(sessionOf('aws', 'us-west-2'), { bucket: 'a b', key, region: undefined });
    if (target.kind === 'problem') throw new Error(target.message);
    const login = new URL(loginUrl(target, 'a+b/c='));
    expect([...login.searchParams.keys()]).toEqual(['Action', 'Destination', 'SigninToken']);
    expect(login.origin + login.pathname).toBe('https://signin.aws.amazon.com/federation');
    expect(login.searchParams.get('Action')).toBe('login');
    expect(login.searchParams.get('SigninToken')).toBe('a+b/c=');
    expect(login.searchParams.get('Destination')).toBe(target.destination);
    const destination = new URL(target.destination);
    expect(destination.pathname).toBe('/s3/buckets/a%20b');
    expect(destination.searchParams.get('prefix')).toBe(key);
  });
});

describe('who signs in', () => {
  it('is a role or a federated user', () => {
    const federated = sessionOf('aws', 'us-west-2', {}, 'federated-user/anna');
    expect(consoleTarget(federated, HOME)).toMatchObject({ kind: 'target' });
  });

  it.each(['user/anna', 'root'])('is not a user with a session token: %s', (who) => {
    const session = liveSession({ identity: identityOf(`arn:aws:iam::123456789012:${who}`) });
    expect(session.credentials.sessionToken).toBe(TOKEN);
    expect(consoleTarget(session, HOME)).toEqual({
      kind: 'problem',
      message:
        'AWS signs nobody in to the console with the session token of a user. Assume a role, or run Get Federation Token, and open the console as that.',
    });
  });

  it('is nobody with long-term keys', () => {
    const { credentials } = liveSession();
    expect(consoleTarget(liveSession({ credentials: { ...credentials, sessionToken: '' } }), HOME)).toEqual({
      kind: 'problem',
      message: 'Long-term keys do not sign in to the AWS console. Assume a role, and open the console as that.',
    });
  });
});
