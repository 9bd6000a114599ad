import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { metadataCredentials } from '../../../../src/aws/sources/metadata.js';
import { Cancelled } from '../../../../src/base/errors.js';
import type { InstanceMetadataSource } from '../../../../src/model/plan/source.js';
import { breaking, silent, startHttpServer, type Answer, type HttpServer } from '../../../support/httpServer.js';
import { refusal } from '../../../support/refusal.js';
import { SECRET, TOKEN } from '../../../support/samples.js';
import { stayHere } from '../../../support/stayHere.js';
import { PLACE, sourceContext, type Circumstances } from '../../../support/sourceContext.js';

const MINUTE = 60_000;
const REPLY = {
  Code: 'Success',
  AccessKeyId: 'ASIAEXAMPLE',
  SecretAccessKey: SECRET,
  Token: TOKEN,
  Expiration: new Date(Date.now() + 60 * MINUTE).toISOString(),
};
const GIVEN = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: SECRET,
  sessionToken: TOKEN,
  expiration: Date.parse(REPLY.Expiration),
};
const PATHS = ['/latest/api/token', '/latest/meta-data/iam/security-credentials/'] as const;

let service: HttpServer;
/** Where else it would have asked. */
let elsewhere: readonly string[];

beforeEach(async () => {
  service = await startHttpServer();
  elsewhere = stayHere();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await service.stop();
});

const saying =
  (body: string | object, status = 200): Answer =>
  (_, response) =>
    void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));

interface Answers {
  readonly token?: Answer;
  readonly names?: Answer;
  readonly reply?: Answer;
}

/** What the service answers to the three questions. */
function serve({ token = saying('a-token'), names = saying('instance-role'), reply = saying(REPLY) }: Answers = {}) {
  service.answer = (request, response) => {
    const of = request.path === PATHS[0] ? token : request.path === PATHS[1] ? names : reply;
    of(request, response);
  };
}

function run(source: Partial<InstanceMetadataSource> = {}, circumstances: Circumstances = {}) {
  const whole = { kind: 'instance-metadata', endpoint: service.endpoint, v1Allowed: false, place: PLACE } as const;
  return metadataCredentials({ ...whole, ...source }, sourceContext(circumstances));
}

const asked = () => service.received.map(({ method, path }) => `${method} ${path}`);
const ALL = [`PUT ${PATHS[0]}`, `GET ${PATHS[1]}`, `GET ${PATHS[1]}instance-role`];
const SERVICE = 'The EC2 instance metadata service';

describe('the role of an instance', () => {
  it.each(['', '/', '///'])('is got by IMDSv2, where the address ends with %j', async (end) => {
    serve();
    const steps: string[] = [];
    const report = (step: string) => void steps.push(step);
    const endpoint = `${service.endpoint}${end}`;
    expect(await run({ endpoint }, { interaction: { report } })).toStrictEqual(GIVEN);
    expect(asked()).toEqual(ALL);
    const headers = service.received.map(({ headers: all }) => [
      all['x-aws-ec2-metadata-token-ttl-seconds'],
      all['x-aws-ec2-metadata-token'],
    ]);
    expect(headers).toEqual([
      ['21600', undefined],
      [undefined, 'a-token'],
      [undefined, 'a-token'],
    ]);
    expect(steps).toEqual(['EC2 instance metadata']);
  });

  it('is asked of the address that every instance has', async () => {
    expect(await refusal(run({ endpoint: undefined }))).toBe(
      'There is no EC2 instance metadata service at http://169.254.169.254/ (ECONNREFUSED). Ec2InstanceMetadata works only on EC2 instances.',
    );
    expect(elsewhere).toEqual(['169.254.169.254:80']);
  });

  it.each(['true', 'TRUE'])('is not asked where AWS_EC2_METADATA_DISABLED is %s', async (value) => {
    serve();
    const variables = { AWS_EC2_METADATA_DISABLED: value };
    expect(await refusal(run({}, { variables }))).toBe(
      'AWS_EC2_METADATA_DISABLED is set, so that EC2 instance metadata is not asked. Unset it first.',
    );
    expect(asked()).toEqual([]);
  });

  it('is asked where AWS_EC2_METADATA_DISABLED is something else', async () => {
    serve();
    expect(await run({}, { variables: { AWS_EC2_METADATA_DISABLED: 'false' } })).toStrictEqual(GIVEN);
  });

  it.each(['my.Role_1', 'a+b=c,d@e-f', 'first\nsecond', ' first \r\nsecond'])('is named %j', async (names) => {
    serve({ names: saying(names) });
    await run();
    expect(asked().at(-1)).toBe(`GET ${PATHS[1]}${names.trim().split(/\s/)[0] ?? ''}`);
  });

  it.each(['<html>', 'a/../b', 'two words', '\nsecond'])('has no name: %j', async (names) => {
    serve({ names: saying(names) });
    expect(await refusal(run())).toBe(
      `${SERVICE} at ${service.endpoint}/ gave no name of a role. Is something else answering there?`,
    );
    expect(asked()).toHaveLength(2);
  });

  it.each(['Failed', 'AssumeRoleUnauthorizedAccess', ''])('is none by its Code: %j', async (Code) => {
    serve({ reply: saying({ ...REPLY, Code }) });
    expect(await refusal(run())).toBe(
      `${SERVICE} has no credentials for the role instance-role (${Code}). Does its trust policy allow ec2.amazonaws.com?`,
    );
  });

  it.each([undefined, null, 7])('needs no Code: %j', async (Code) => {
    serve({ reply: saying({ ...REPLY, Code }) });
    expect(await run()).toStrictEqual(GIVEN);
  });

  it.each<[object | string, string]>([
    [{ ...REPLY, Token: undefined }, `${SERVICE} gave no Token.`],
    [{ ...REPLY, Expiration: undefined }, `${SERVICE} gave no Expiration.`],
    ['MARKED', `${SERVICE} gave something that is not JSON.`],
  ])('is not whole: %j', async (reply, text) => {
    serve({ reply: saying(reply) });
    expect(await refusal(run())).toBe(text);
  });

  it.each([
    [-300 * MINUTE, 15],
    [-1, 15],
    [2 * MINUTE, 2],
  ])('is good for a quarter of an hour where it is over, as for the CLI, and else as said: %i', async (ms, minutes) => {
    serve({ reply: saying({ ...REPLY, Expiration: new Date(Date.now() + ms).toISOString() }) });
    const { expiration = 0 } = await run();
    expect(Math.round((expiration - Date.now()) / MINUTE)).toBe(minutes);
  });
});

describe('a session token that does not come', () => {
  const NO_V1 = ' IMDSv1 is not allowed here.';
  const NO_TOKEN = 'at HERE/ gave no session token. Is something else answering there?';

  it.each<[string, Answer, string, boolean]>([
    [
      'is refused',
      saying('', 403),
      `at HERE/ is turned off for this instance, or a proxy is in between (403).${NO_V1}`,
      true,
    ],
    ['is unknown', saying('', 404), `at HERE/ failed with status 404.${NO_V1}`, true],
    ['is not offered', saying('', 405), `at HERE/ failed with status 405.${NO_V1}`, true],
    ['fails', saying('a-token', 500), 'at HERE/ failed with status 500.', true],
    ['was asked for wrongly', saying('', 400), 'at HERE/ failed with status 400.', false],
    ['is a page', saying('<html>'), NO_TOKEN, false],
    ['is none', saying(''), NO_TOKEN, false],
    ['has something behind it', saying('a-token\n<html>'), NO_TOKEN, false],
    ['has something before it', saying('<a-token'), NO_TOKEN, false],
  ])('because it %s, is needed, or version 1 asked', async (_, token, text, mayFallBack) => {
    serve({ token });
    const expected = `${SERVICE} ${text.replace('HERE', service.endpoint)}`;
    expect(await refusal(run())).toBe(expected);
    expect(asked()).toHaveLength(1);
    if (mayFallBack) {
      expect(await run({ v1Allowed: true })).toStrictEqual(GIVEN);
      expect(service.received.at(-1)?.headers).not.toHaveProperty('x-aws-ec2-metadata-token');
    } else {
      expect(await refusal(run({ v1Allowed: true }))).toBe(expected);
    }
  });

  it.each(['a-token==', 'AQAEA/x+y_z-1='])('does come as %s', async (token) => {
    serve({ token: saying(token) });
    expect(await run()).toStrictEqual(GIVEN);
    expect(service.received.at(-1)?.headers['x-aws-ec2-metadata-token']).toBe(token);
  });

  it('because the connection breaks', async () => {
    serve({ token: breaking });
    expect(await refusal(run())).toBe(
      `The connection to the EC2 instance metadata service at ${service.endpoint}/ broke (ECONNRESET).`,
    );
    expect(await run({ v1Allowed: true })).toStrictEqual(GIVEN);
  });

  it('because nobody is there, by version 1 either', async () => {
    const text =
      'There is no EC2 instance metadata service at http://127.0.0.1:1/ (ECONNREFUSED). Ec2InstanceMetadata works only on EC2 instances.';
    expect(await refusal(run({ endpoint: 'http://127.0.0.1:1' }))).toBe(text);
    expect(await refusal(run({ endpoint: 'http://127.0.0.1:1', v1Allowed: true }))).toBe(text);
    await refusal(run({ endpoint: 'http://metadata.invalid', v1Allowed: true }));
    expect(elsewhere).toEqual(['metadata.invalid:80']);
  });

  it('because nobody answers in time, as beyond the hop limit', async () => {
    serve({ token: silent });
    expect(await refusal(run({ timeoutSeconds: 0.05, attempts: 3 }))).toBe(
      `${SERVICE} at ${service.endpoint}/ gave no session token in time. In a container, the instance's hop limit for metadata has to be 2 or more.${NO_V1}`,
    );
    expect(asked()).toHaveLength(1);
    expect(await run({ timeoutSeconds: 0.05, v1Allowed: true })).toStrictEqual(GIVEN);
  });
});

describe('credentials that do not come', () => {
  it.each<[number, string]>([
    [401, `${SERVICE} at HERE/ did not accept its own session token (401). Try again.`],
    [403, `${SERVICE} at HERE/ is turned off for this instance (403).`],
    [
      404,
      `The EC2 instance has no role: ${SERVICE} at HERE/ knows no credentials (404). Attach an instance profile to the instance.`,
    ],
    [500, `${SERVICE} at HERE/ failed with status 500.`],
  ])('with %i', async (status, text) => {
    serve({ names: saying('instance-role', status) });
    expect(await refusal(run())).toBe(text.replace('HERE', service.endpoint));
    serve({ reply: saying(REPLY, status) });
    expect(await refusal(run())).toBe(text.replace('HERE', service.endpoint));
  });

  it('without a session token that is wanted', async () => {
    serve({ token: saying('', 404), names: saying('', 401) });
    expect(await refusal(run({ v1Allowed: true }))).toBe(
      `${SERVICE} at ${service.endpoint}/ wants IMDSv2 and gave no session token for it (401).`,
    );
  });

  it.each<[string, Answer, string]>([
    ['in time', silent, `${SERVICE} at HERE/ did not answer in time.`],
    ['whole', breaking, 'The connection to the EC2 instance metadata service at HERE/ broke (ECONNRESET).'],
  ])('%s', async (_, names, text) => {
    serve({ names });
    expect(await refusal(run({ timeoutSeconds: 0.05 }))).toBe(text.replace('HERE', service.endpoint));
  });
});

describe('a question', () => {
  const failing = (...answers: readonly Answer[]): Answer => {
    let next = 0;
    return (request, response) => answers[Math.min(next++, answers.length - 1)]?.(request, response);
  };

  it('is put as often as AWS_METADATA_SERVICE_NUM_ATTEMPTS says, until there is something to read', async () => {
    const thrice = (last: string | object) => failing(saying('busy', 500), saying(''), saying(last));
    serve({ token: thrice('a-token'), names: thrice('instance-role'), reply: thrice(REPLY) });
    expect(await run({ attempts: 3 })).toStrictEqual(GIVEN);
    expect(asked()).toEqual(ALL.flatMap((each) => [each, each, each]));
  });

  it.each([
    [undefined, 1],
    [2, 2],
  ])('is put no more often: %s', async (attempts, times) => {
    serve({ names: saying('', 500) });
    await refusal(run(attempts === undefined ? {} : { attempts }));
    expect(asked()).toHaveLength(1 + times);
  });

  it.each([403, 404, 405])('for a session token is not put again after %i', async (status) => {
    serve({ token: saying('', status) });
    await refusal(run({ attempts: 3 }));
    expect(asked()).toHaveLength(1);
  });

  it.each([
    [undefined, 1000],
    [3, 3000],
  ])('waits as long as AWS_METADATA_SERVICE_TIMEOUT says, else a second: %s', async (timeoutSeconds, ms) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    for (const after of [ms - 1, ms]) {
      const reached = new Promise<() => void>((resolve) => {
        serve({ token: (request, response) => resolve(() => saying('a-token')(request, response)) });
      });
      const running = run(timeoutSeconds === undefined ? {} : { timeoutSeconds }).then(
        () => 'answered',
        () => 'given up',
      );
      const answer = await reached;
      vi.advanceTimersByTime(after);
      answer();
      expect(await running).toBe(after < ms ? 'answered' : 'given up');
    }
  });

  it('can be cancelled while there is no answer', async () => {
    const abort = new AbortController();
    serve({ names: () => abort.abort() });
    await expect(run({}, { signal: abort.signal })).rejects.toBeInstanceOf(Cancelled);
  });
});
