import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '../../base/l10n.js';
import { writePrivateFile } from '../../base/files/privateFile.js';
import { unlessQuick } from '../../base/waiting/unlessQuick.js';
import type { RecordAct } from '../../model/sessionAct.js';
import type { SessionEntry } from '../../model/session/entry.js';
import type { LiveSession, SessionFacts, SessionId } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import { lend } from '../lend.js';
import { pledgeOf } from '../pledge.js';
import { EndpointServer, type Answer, type Caller } from './endpointServer.js';
import { endpointVariables, type Shield } from './endpointVariables.js';
import { Fetches } from '../fetches.js';
import { grantOf, readGrants, tokenOf, withGrant, withoutSessions, type Grant } from './grants.js';
import { programAt } from './peer.js';
import { containerReply } from './reply.js';

/** Of the workspace: the port, and what was granted; neither opens anything without the key. */
const KEPT = 'roleSessions.endpoint';
/** In the secret store. */
const KEY = 'roleSessions.endpointKey';
const KEY_BYTES = 32;
/** A secret store may hang: then what was granted before is lost, and nothing else. */
const KEY_MS = 15_000;

interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
}

export interface EndpointContext {
  readonly sessions: Pick<SessionReader, 'get' | 'onDidChange'>;
  readonly memento: Memento;
  readonly secrets: Secrets;
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
      const ended = entries.filter(({ after }) => after === undefined).map(({ id }) => id);
      this.withdraw(new Set(ended));
    });
  }

  /** @throws where there is no port to be had, or the files of ours cannot be written */
  static async open(context: EndpointContext): Promise<Endpoint> {
    const kept = context.memento.get(KEPT);
    const [key, shield] = await Promise.all([keyOf(context), writeShield(context.storage)]);
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

  private withdraw(ended: ReadonlySet<SessionId>): void {
    const left = withoutSessions(this.grants, ended);
    if (left.length < this.grants.length) {
      this.grants = left;
      this.keep();
    }
  }

  private answer(token: string, { port }: Caller): Answer {
    const grant = grantOf(this.grants, this.key, token);
    if (grant === undefined) {
      return refusal(401, 'NotAllowed', l10n.t('This is of no terminal that is open, or its session has ended.'));
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

async function keyOf({ secrets, log }: EndpointContext): Promise<Buffer> {
  const late = () => Promise.reject<string | undefined>(new Error('The secret store does not answer'));
  try {
    const kept = await unlessQuick(Promise.resolve(secrets.get(KEY)), KEY_MS, late);
    const key = Buffer.from(kept ?? '', 'base64url');
    if (key.length === KEY_BYTES) {
      return key;
    }
    const made = randomBytes(KEY_BYTES);
    await unlessQuick(Promise.resolve(secrets.store(KEY, made.toString('base64url'))), KEY_MS, () => Promise.resolve());
    return made;
  } catch (error) {
    log.warn(
      'The key of the endpoint could not be kept: terminals lose their credentials by a reload of the window',
      error,
    );
    return randomBytes(KEY_BYTES);
  }
}

const NO_PROFILE = '#\n';

async function writeShield(storage: string): Promise<Shield> {
  const folder = join(storage, 'lending');
  const shield = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await Promise.all([shield.config, shield.credentials].map((file) => writePrivateFile(file, NO_PROFILE)));
  return shield;
}
