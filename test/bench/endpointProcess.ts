// One of the two servers that the bench asks: what terminals ask, or one of Node's that only answers as much.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Endpoint } from '../../src/lending/endpoint/endpoint.js';
import { CONTAINER_TOKEN, CONTAINER_URI } from '../../src/model/variables/strayVariables.js';
import { liveSession } from '../support/samples.js';
import { FakeSessions, liveEntry } from '../support/sessions.js';
import { Store } from '../unit/session/store.js';

export interface BenchServer {
  readonly url: string;
  readonly token: string;
}

/** As many terminals as somebody may have open. */
const TERMINALS = 20;

const [kind = 'bare', storage = ''] = process.argv.slice(2);
const session = liveSession({ startedAt: Date.now(), expiresAt: Date.now() + 3_600_000 });

async function endpoint(): Promise<BenchServer> {
  const sessions = new FakeSessions();
  sessions.put(liveEntry(session));
  const opened = await Endpoint.open({
    sessions,
    memento: new Store(),
    secrets: new Store(),
    storage,
    record: () => undefined,
    wanted: () => undefined,
    moved: () => undefined,
    log: { warn: (message, error) => console.error(message, error) },
  });
  const borrower = { kind: 'terminal', name: 'bench' } as const;
  const all = Array.from({ length: TERMINALS }, (_, index) =>
    opened.grant(session, `terminal:${index}`, { borrower, shielded: false }),
  );
  const variables = all.at(-1)?.variables;
  return { url: variables?.get(CONTAINER_URI) ?? '', token: variables?.get(CONTAINER_TOKEN) ?? '' };
}

function bare(): Promise<BenchServer> {
  const text = JSON.stringify({ ...session.credentials, expiration: new Date(session.expiresAt) });
  const headers = { 'content-type': 'application/json' };
  const server = createServer((_, response) => void response.writeHead(200, headers).end(text));
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/credentials`, token: 'x'.repeat(43) }),
    );
  });
}

console.log(JSON.stringify(await (kind === 'bare' ? bare() : endpoint())));
