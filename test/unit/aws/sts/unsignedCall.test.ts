import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unsignedCall } from '../../../../src/aws/sts/unsignedCall.js';
import { Cancelled, UserError } from '../../../../src/base/errors.js';
import { silent, startHttpServer, type HttpServer } from '../../../support/httpServer.js';
import { plan } from '../../../support/samples.js';
import { identifying, refusing } from '../../../support/stsReplies.js';

let sts: HttpServer;

beforeEach(async () => {
  sts = await startHttpServer();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await sts.stop();
});

const ask = async (client: STSClient, abortSignal: AbortSignal) =>
  (await client.send(new GetCallerIdentityCommand({}), { abortSignal })).Arn;

function run(send = ask, signal = new AbortController().signal) {
  const explain = (error: unknown) => `It is ${error instanceof Error ? error.name : String(error)}.`;
  return unsignedCall({ plan: plan({ endpoints: { sts: sts.endpoint } }), signal }, send, explain);
}

describe('a call without a signature', () => {
  it('gives what STS answers, and leaves no client behind', async () => {
    sts.answer = identifying('arn:x');
    let destroyed = 0;
    const watched: typeof ask = (client, abortSignal) => {
      vi.spyOn(client, 'destroy').mockImplementation(() => {
        destroyed++;
      });
      return ask(client, abortSignal);
    };
    expect(await run(watched)).toBe('arn:x');
    sts.answer = refusing('AccessDenied');
    await expect(run(watched)).rejects.toThrow();
    expect(destroyed).toBe(2);
  });

  it('fails in words, and keeps what STS said for the log', async () => {
    sts.answer = refusing('AccessDenied');
    const error: unknown = await run().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: 'It is AccessDenied.', cause: { name: 'AccessDenied' } });
  });

  it('fails in the words that there are', async () => {
    const said = new UserError('The proxy is down.');
    await expect(run(() => Promise.reject(said))).rejects.toBe(said);
  });

  it('ends after 25 seconds', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === 25_000 ? 20 : ms));
    sts.answer = silent;
    await expect(run()).rejects.toThrow('It is TimeoutError.');
  });

  it('ends when the user says so', async () => {
    const abort = new AbortController();
    sts.answer = () => abort.abort();
    await expect(run(ask, abort.signal)).rejects.toBeInstanceOf(Cancelled);
  });
});
