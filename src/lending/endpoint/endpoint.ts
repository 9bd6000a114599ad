import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '../../base/l10n.js';
import { writePrivateFile } from '../../base/files/privateFile.js';
import type { RecordAct } from '../../model/sessionAct.js';
import type { SessionEntry } from '../../model/session/entry.js';
import type { LiveSession, SessionFacts, SessionId } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { Fetches } from '../fetches.js';
import { lend } from '../lend.js';
import { pledgeOf } from '../pledge.js';
import { EndpointServer, type Answer, type Caller } from './endpointServer.js';
import { endpointVariables, type Shield } from './endpointVariables.js';
import {
  grantOf,
  readGrants,
  tokenOf,
  withEnded,
  withGrant,
  withoutSessions,
  type EndedGrant,
  type Grant,
} from './grants.js';
import { programAt } from './peer.js';
import { endpointKey, type KeyStore } from './endpointKey.js';
import { containerReply } from './reply.js';

/** Of the workspace: the port, and what was granted; neither opens anything without the key. */
const KEPT = 'roleSessions.endpoint';

interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface EndpointContext {
  readonly sessions: Pick<SessionReader, 'get' | 'onDidChange'>;
  readonly memento: Memento;
  readonly secrets: KeyStore;
  /** A folder of the extension's own. */
  readonly storage: string;
  readonly record: RecordAct;
  /** Another program has the port that terminals of before ask at. */
  readonly moved: () => void;
  /** Somebody asks for what ends too soon, and it is not renewed by itself. */
  readonly wanted: (entry: SessionEntry) => void;
  readonly log: { warn(message: string, error: unknown): void };
}

/** What a terminal asks by, and with what. */
export interface Granted {
  readonly grant: string;
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * Answers programs of this machine that ask for the credentials of a session, for as long as it is the same somebody's.
 * Tokens and port are the same after a reload of the window, so that its terminals go on.
 */
export class Endpoint {
  private grants: readonly Grant[];
  /** Of this load of the window: who goes on to ask by them is put on record. */
  private ended: readonly EndedGrant[] = [];
  private readonly server = new EndpointServer((token, caller) => this.answer(token, caller));
  private readonly fetches: Fetches;
  private readonly subscription: { dispose(): unknown };

  private constructor(
    private readonly context: EndpointContext,
    private readonly key: Buffer,
    private readonly shield: Shield,
    kept: unknown,
  ) {
    this.grants = readGrants({ ...(kept as { grants?: unknown } | null | undefined) }.grants);
    this.fetches = new Fetches(context.record);
    this.subscription = context.sessions.onDidChange(({ entries }) => {
      const ended = entries.filter(({ after }) => after === undefined);
      this.withdraw(new Map(ended.map(({ id, before }) => [id, factsIn(before)])));
    });
  }

  /** @throws where there is no port to be had, or the files of ours cannot be written */
  static async open(context: EndpointContext): Promise<Endpoint> {
    const kept = context.memento.get(KEPT);
    const [key, shield] = await Promise.all([endpointKey(context), writeShield(context.storage)]);
    const endpoint = new Endpoint(context, key, shield, kept);
    try {
      const { port } = { ...(kept as { port?: unknown } | null | undefined) };
      const wanted = Number.isInteger(port) ? Number(port) : 0;
      await endpoint.server.listen(wanted);
      if (wanted !== 0 && endpoint.server.port !== wanted && endpoint.grants.length > 0) {
        endpoint.grants = []; // whoever listens there now is sent these tokens
        context.moved();
      }
    } catch (error) {
      endpoint.dispose();
      throw error;
    }
    endpoint.keep();
    return endpoint;
  }

  /** The same whenever it is asked for, while the session is the same somebody's. */
  grant(
    session: LiveSession,
    scope: string,
    { borrower, shielded }: { readonly borrower: Grant['borrower']; readonly shielded: boolean },
  ): Granted {
    const { grants, grant } = withGrant(this.grants, { scope, pledge: pledgeOf(session), borrower }, () =>
      randomBytes(16).toString('hex'),
    );
    if (grants !== this.grants) {
      this.grants = grants;
      this.keep();
    }
    const token = tokenOf(this.key, grant);
    const shield = shielded ? this.shield : undefined;
    return { grant: grant.id, variables: endpointVariables(session, { port: this.server.port, token, shield }) };
  }

  /** Nothing else is needed any more. @param ids of grants */
  retain(ids: ReadonlySet<string>): void {
    const left = this.grants.filter(({ id }) => ids.has(id));
    if (left.length < this.grants.length) {
      this.grants = left;
      this.keep();
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.fetches.dispose();
    this.server.dispose();
  }

  private withdraw(ended: ReadonlyMap<SessionId, SessionFacts | undefined>): void {
    this.ended = withEnded(this.ended, this.grants, ended);
    const left = withoutSessions(this.grants, ended);
    if (left.length < this.grants.length) {
      this.grants = left;
      this.keep();
    }
  }

  private answer(token: string, { port }: Caller): Answer {
    const grant = grantOf(this.grants, this.key, token);
    if (grant === undefined) {
      const after = this.withhold(token, port);
      const message = l10n.t('This is of no terminal that is open, or its session has ended.');
      return { ...refusal(401, 'NotAllowed', message), ...(after && { after }) };
    }
    const entry = this.context.sessions.get(grant.pledge.id);
    const lent = lend(grant.pledge, entry, Date.now());
    const facts = factsIn(entry);
    const message = lent.kind === 'lent' ? undefined : lent.message;
    const after =
      facts && this.fetches.add({ session: facts, by: grant.borrower, message }, grant.id, () => programAt(port));
    if (lent.kind === 'lent') {
      return { status: 200, text: containerReply(lent.session), ...(after && { after }) };
    }
    if (lent.reason === 'soon' && entry?.renewal.kind !== 'at' && entry !== undefined) {
      this.context.wanted(entry);
    }
    return refusal(503, 'NotAvailable', lent.message);
  }

  /** What was given out and has ended is told apart from what never was, on record alone. */
  private withhold(token: string, port: number | undefined): Promise<void> | undefined {
    const ended = grantOf(this.ended, this.key, token);
    if (ended === undefined) {
      return undefined;
    }
    const { session, borrower, id, pledge } = ended;
    const lent = lend(pledge, undefined, Date.now());
    const message = lent.kind === 'lent' ? undefined : lent.message;
    return this.fetches.add({ session, by: borrower, message }, id, () => programAt(port));
  }

  private keep(): void {
    const { memento, log } = this.context;
    const kept = { port: this.server.port, grants: this.grants };
    Promise.resolve(memento.update(KEPT, kept)).catch((error: unknown) => {
      log.warn('What terminals ask by could not be kept, and would be lost by a reload of the window', error);
    });
  }
}

/** SDKs show it as the reason for which they have no credentials. */
function refusal(status: 401 | 503, code: string, message: string): Answer {
  return { status, text: JSON.stringify({ code, message }) };
}

/** Of a session that is live, or was. */
function factsIn(entry: SessionEntry | undefined): SessionFacts | undefined {
  const { state } = { ...entry };
  if (state === undefined || !('expiresAt' in state)) {
    return undefined;
  }
  if (state.kind === 'live') {
    const { credentials, ...facts } = state;
    return facts;
  }
  return state;
}

const NO_PROFILE = '#\n';

async function writeShield(storage: string): Promise<Shield> {
  const folder = join(storage, 'lending');
  const shield = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await Promise.all([shield.config, shield.credentials].map((file) => writePrivateFile(file, NO_PROFILE)));
  return shield;
}
