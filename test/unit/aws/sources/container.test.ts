import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { containerCredentials } from '../../../../src/aws/sources/container.js';
import { Cancelled } from '../../../../src/base/errors.js';
import type { ContainerSource } from '../../../../src/model/plan/source.js';
import { breaking, silent, startHttpServer, type Answer, type HttpServer } from '../../../support/httpServer.js';
import { refusal } from '../../../support/refusal.js';
import { SECRET, TOKEN } from '../../../support/samples.js';
import { PLACE, sourceContext, type Circumstances } from '../../../support/sourceContext.js';
import { stayHere } from '../../../support/stayHere.js';
import { inTurn } from '../../../support/stsReplies.js';

const SOURCE: ContainerSource = { kind: 'container', place: PLACE };
const ENDS = '2099-01-01T00:00:00Z';
const REPLY = { RoleArn: 'arn', AccessKeyId: 'ASIAEXAMPLE', SecretAccessKey: SECRET, Token: TOKEN, Expiration: ENDS };
const GIVEN = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: SECRET,
  sessionToken: TOKEN,
  expiration: Date.parse(ENDS),
};
const WHO = 'The container credentials service';

let folder: string;
let service: HttpServer;
/** Where else it would have asked. */
let elsewhere: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'container-'));
});
beforeEach(async () => {
  service = await startHttpServer();
  service.answer = saying(REPLY);
  elsewhere = stayHere();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await service.stop();
});
afterAll(() => rm(folder, { recursive: true }));

const saying =
  (body: string | object, status = 200): Answer =>
  (_, response) =>
    void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));

type Variables = Record<string, string | undefined>;

const from = (variables: Variables, circumstances: Circumstances = {}) =>
  containerCredentials(SOURCE, sourceContext({ variables, ...circumstances }));

const run = (more: Variables = {}, circumstances: Circumstances = {}) =>
  from({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${service.endpoint}/role?x=1`, ...more }, circumstances);

const host = () => new URL(service.endpoint).host;

describe('the role of a container', () => {
  it('is got by one request', async () => {
    const steps: string[] = [];
    const report = (step: string) => void steps.push(step);
    expect(await run({}, { interaction: { report } })).toStrictEqual(GIVEN);
    expect(service.received).toEqual([
      expect.objectContaining({
        method: 'GET',
        path: '/role?x=1',
        headers: { host: host(), accept: 'application/json', connection: 'close' },
      }),
    ]);
    expect(steps).toEqual(['container credentials']);
  });

  it.each<[string, object | string, string]>([
    ['no token', { ...REPLY, Token: undefined }, 'gave no Token.'],
    ['no end', { ...REPLY, Expiration: undefined }, 'gave no Expiration.'],
    ['no JSON', 'MARKED', 'gave something that is not JSON.'],
    [
      'keys that are over',
      { ...REPLY, Expiration: '2020-01-01T00:00:00Z' },
      'gave credentials that expired at 2020-01-01T00:00:00Z. Get new ones, then try again.',
    ],
  ])('is refused with %s', async (_, reply, text) => {
    service.answer = saying(reply);
    expect(await refusal(run())).toBe(`${WHO} ${text}`);
  });
});

describe('a failure', () => {
  it.each<[number, string, number]>([
    [404, `${WHO} at HOST failed with status 404. Does the task have a role?`, 1],
    [499, `${WHO} at HOST failed with status 499. Does the task have a role?`, 1],
    [
      401,
      `${WHO} at HOST refused (401): it wants an authorization token, and neither AWS_CONTAINER_AUTHORIZATION_TOKEN nor AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is set.`,
      1,
    ],
    [
      403,
      `${WHO} at HOST refused (403): it wants an authorization token, and neither AWS_CONTAINER_AUTHORIZATION_TOKEN nor AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is set.`,
      1,
    ],
    [201, `${WHO} at HOST failed with status 201. Does the task have a role?`, 1],
  ])('with %i', async (status, text, times) => {
    service.answer = saying(REPLY, status);
    expect(await refusal(run())).toBe(text.replace('HOST', host()));
    expect(service.received).toHaveLength(times);
  });

  it.each([401, 403])('with %i although there was a token', async (status) => {
    service.answer = saying('', status);
    expect(await refusal(run({ AWS_CONTAINER_AUTHORIZATION_TOKEN: 'MARKED' }))).toBe(
      `${WHO} at ${host()} refused (${status}): it does not accept the authorization token.`,
    );
  });

  it('because nobody is there', async () => {
    expect(await refusal(from({ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://[::1]:1/x' }))).toMatch(
      /^There is no container credentials service at \[::1\]:1 \(/,
    );
  });

  it('because the connection breaks', async () => {
    service.answer = breaking;
    expect(await refusal(run())).toBe(
      `The connection to the container credentials service at ${host()} broke (ECONNRESET).`,
    );
    expect(service.received).toHaveLength(1);
  });

  it('because there is no answer within two seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    for (const [ms, text] of [
      [1999, 'given'],
      [2000, `${WHO} at ${host()} did not answer in time.`],
    ] as const) {
      const reached = new Promise<() => void>((resolve) => {
        service.answer = (request, response) => resolve(() => saying(REPLY)(request, response));
      });
      const running = run().then(
        () => 'given',
        (error: unknown) => (error as Error).message,
      );
      const answer = await reached;
      vi.advanceTimersByTime(ms);
      answer();
      expect(await running).toBe(text);
    }
  });

  it('is asked about three times where the service says that it fails for now', async () => {
    service.answer = inTurn(saying('', 500), saying('', 503), saying(REPLY));
    expect(await run()).toStrictEqual(GIVEN);
    service.answer = saying('', 500);
    service.received.length = 0;
    expect(await refusal(run())).toBe(`${WHO} at ${host()} failed with status 500. Does the task have a role?`);
    expect(service.received).toHaveLength(3);
  });

  it('is cancelled, also in the pause', async () => {
    for (const answer of [silent, saying('', 500)]) {
      const abort = new AbortController();
      service.received.length = 0;
      service.answer = (request, response) => {
        answer(request, response);
        response.once('close', () => abort.abort());
        if (!response.writableEnded) {
          abort.abort();
        }
      };
      await expect(run({}, { signal: abort.signal })).rejects.toBeInstanceOf(Cancelled);
      expect(service.received).toHaveLength(1);
    }
  });
});

describe('the address', () => {
  const NOT_PLAIN =
    'to which credentials must not be entrusted without TLS. Plain http is only for this machine and for the addresses of ECS and EKS.';
  const full = (url: string): Variables => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url });
  const relative = (text: string): Variables => ({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: text });

  it.each<[string, Variables, string]>([
    [
      'set nowhere',
      {},
      "Neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set where the editor's extensions run, so that this is no container with a role of its own.",
    ],
    ['no URL', full('here'), 'AWS_CONTAINER_CREDENTIALS_FULL_URI is not an http or https URL.'],
    ['a file', full('file:///x'), 'AWS_CONTAINER_CREDENTIALS_FULL_URI is not an http or https URL.'],
    [
      'plain http to the world',
      full('http://credentials.example.com/x'),
      `AWS_CONTAINER_CREDENTIALS_FULL_URI names credentials.example.com, ${NOT_PLAIN}`,
    ],
    [
      'a name that only begins like this machine',
      full('http://127.0.0.1.example.com/x'),
      `AWS_CONTAINER_CREDENTIALS_FULL_URI names 127.0.0.1.example.com, ${NOT_PLAIN}`,
    ],
    [
      'a relative one that leads elsewhere',
      { ...relative('.example.com/x'), ...full('http://localhost/x') },
      `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI names 169.254.170.2.example.com, ${NOT_PLAIN}`,
    ],
    [
      'a user name before another host',
      relative('@example.com/x'),
      `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI names example.com, ${NOT_PLAIN}`,
    ],
    [
      'a relative one that makes none',
      relative(':x/y'),
      'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not an http or https URL.',
    ],
    [
      'this machine behind a blank',
      full(' http://localhost:1/x'),
      `AWS_CONTAINER_CREDENTIALS_FULL_URI names localhost, ${NOT_PLAIN}`,
    ],
    ...['127.1', '2130706433', '0x7f.1', '127.0.0.1.', '[::ffff:127.0.0.1]'].map(
      (name): [string, Variables, string] => [
        `this machine by another name, ${name}`,
        full(`http://${name}:1/x`),
        `AWS_CONTAINER_CREDENTIALS_FULL_URI names ${new URL(`http://${name}`).hostname}, ${NOT_PLAIN}`,
      ],
    ),
  ])('is refused: %s', async (_, variables, text) => {
    expect(await refusal(from(variables))).toBe(text);
  });

  it.each<[Variables, string]>([
    [relative('/v2/x'), '169.254.170.2:80'],
    [{ ...relative('/v2/x'), ...full('http://localhost:1') }, '169.254.170.2:80'],
    [{ ...relative(''), ...full('http://169.254.170.23:8080/x') }, '169.254.170.23:8080'],
    [full('http://169.254.170.2/x'), '169.254.170.2:80'],
    [full('http://169.254.170.23/v1'), '169.254.170.23:80'],
    [full('http://[fd00:ec2::23]/v1'), 'fd00:ec2::23:80'],
    [full('http://[FD00:EC2::23]/v1'), 'fd00:ec2::23:80'],
    [full('https://credentials.invalid/x'), 'credentials.invalid:443'],
  ])('is asked: %j', async (variables, place) => {
    await refusal(from(variables));
    expect(elsewhere).toEqual([place]);
  });

  it.each([
    ['HTTP://LOCALHOST:1?x', 'localhost:1'],
    ['http://127.0.0.1:1#x', '127.0.0.1:1'],
    ['http://[::1]:1/x', '[::1]:1'],
    ['https://127.1:1/x', '127.0.0.1:1'],
  ])('may be of this machine: %s', async (url, name) => {
    expect(await refusal(from(full(url)))).toMatch(`There is no container credentials service at ${name} (`);
    expect(elsewhere).toEqual([]);
  });
});

describe('the authorization token', () => {
  let files = 0;

  async function inFile(text: string): Promise<Variables> {
    const file = path.join(folder, `token-${++files}`);
    await writeFile(file, text);
    return { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'another' };
  }

  it.each<[string, () => Variables | Promise<Variables>, string]>([
    ['of the variable', () => ({ AWS_CONTAINER_AUTHORIZATION_TOKEN: 'Bearer x' }), 'Bearer x'],
    ['of a file, before the variable', () => inFile('of the file'), 'of the file'],
    ['of a file with a line end', () => inFile('of the file\n'), 'of the file'],
    ['of a file with a line end of Windows', () => inFile('of the file\r\n'), 'of the file'],
  ])('%s', async (_, variables, token) => {
    expect(await run(await variables())).toStrictEqual(GIVEN);
    expect(service.received[0]?.headers.authorization).toBe(token);
  });

  it('is left out where the variable is empty', async () => {
    await run({ AWS_CONTAINER_AUTHORIZATION_TOKEN: '' });
    expect(service.received[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each<[string, () => Variables | Promise<Variables>, string]>([
    [
      'of two lines',
      () => ({ AWS_CONTAINER_AUTHORIZATION_TOKEN: 'two\nlines' }),
      'The token of AWS_CONTAINER_AUTHORIZATION_TOKEN has more than one line.',
    ],
    [
      'with a carriage return',
      () => ({ AWS_CONTAINER_AUTHORIZATION_TOKEN: 'two\rlines' }),
      'The token of AWS_CONTAINER_AUTHORIZATION_TOKEN has more than one line.',
    ],
    [
      'of a file with two lines',
      () => inFile('two\nlines'),
      'The token of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE has more than one line.',
    ],
    [
      'of a file with an empty line',
      () => inFile('token\n\n'),
      'The token of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE has more than one line.',
    ],
    [
      'of a file in the folder that the editor was started in',
      () => ({ AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: 'package.json' }),
      'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is “package.json”, which is no whole path.',
    ],
    [
      'of a file without a name, whatever the other variable says',
      () => ({ AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '', AWS_CONTAINER_AUTHORIZATION_TOKEN: 'token' }),
      'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is “”, which is no whole path.',
    ],
    [
      'of no file',
      () => ({ AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/no/such/file' }),
      'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names /no/such/file, which cannot be read (ENOENT).',
    ],
  ])('is refused: %s', async (_, variables, text) => {
    expect(await refusal(run(await variables()))).toBe(text);
    expect(service.received).toEqual([]);
  });

  it('is refused with the reason for the log', async () => {
    const running = run({ AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/no/such/file' });
    await expect(running).rejects.toMatchObject({ cause: { code: 'ENOENT' } });
  });
});
