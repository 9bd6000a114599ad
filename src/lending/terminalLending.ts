import type { Memento, SecretStorage } from 'vscode';
import * as l10n from '../base/l10n.js';
import { Listeners, type Disposable } from '../base/listeners.js';
import { loadLending } from '../bundles.js';
import type { Log } from '../editor/log.js';
import { invokeCommand } from '../editor/commands.js';
import { userSetting } from '../editor/settings.js';
import type { TellOnce } from '../editor/tellOnce.js';
import type { RecordAct } from '../model/sessionAct.js';
import type { SessionEntry } from '../model/session/entry.js';
import type { LiveSession } from '../model/session/session.js';
import type { SessionArgument } from '../model/session/sessionArgument.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { sessionVariables } from '../model/variables/sessionVariables.js';
import type { Endpoint } from './endpoint/endpoint.js';
import { endpointUse, type FromFiles, type WhyKeys } from './endpoint/obstacles.js';
import type { GivenIn, GivenTo, Giver } from './given.js';
import { pledgeOf } from './pledge.js';
import { movedText, shieldedText, whyKeysText } from './lendingTexts.js';

/** What of the AWS files would win over an endpoint. */
export interface AwsFilesView {
  /** As they are at this moment. */
  defaultProfile(): Promise<FromFiles>;
  readonly onDidChange: (listener: () => void) => Disposable;
}

export interface LendingContext {
  readonly sessions: Pick<SessionReader, 'get' | 'onDidChange'>;
  readonly memento: Memento;
  readonly secrets: SecretStorage;
  readonly storage: string;
  /** Loaded where terminals get an endpoint. */
  readonly files: () => Promise<AwsFilesView>;
  /** What terminals begin with. */
  readonly environment: () => ReadonlyMap<string, string>;
  readonly record: RecordAct;
  readonly tell: TellOnce;
  readonly log: Pick<Log, 'warn'>;
}

type State =
  | { readonly kind: 'off' | 'starting' | 'failed' }
  | { readonly kind: 'on'; readonly endpoint: Endpoint; readonly files: AwsFilesView; readonly fromFiles: FromFiles };

/** Who knows what of the programs that were given a grant still runs. */
type Holder = 'terminals' | 'debug';

/** Of the setting `roleSessions.terminals`. */
type TerminalMode = 'keys' | 'endpoint';

function terminalMode(written: unknown): TerminalMode {
  return written === 'endpoint' ? 'endpoint' : 'keys';
}

/** Gives the keys, or, by the setting, opens the endpoint and gives that. */
export class TerminalLending implements Giver, Disposable {
  private readonly mode = userSetting('roleSessions.terminals', terminalMode);
  private readonly listeners = new Listeners();
  private readonly subscriptions: Disposable[];
  private state: State = { kind: 'off' };
  private readonly held = new Map<Holder, ReadonlySet<string>>();
  private isOver = false;

  /** Shells that begin now are given something else than before. */
  readonly onDidChange = this.listeners.event;

  constructor(private readonly context: LendingContext) {
    this.subscriptions = [this.mode.onDidChange(() => this.follow())];
    this.follow();
  }

  give(session: LiveSession, { scope, name, kind = 'terminal', isClean = false }: GivenIn): GivenTo {
    const { state } = this;
    if (this.mode.value === 'keys') {
      return { kind: 'keys', variables: sessionVariables(session) };
    }
    if (state.kind === 'starting') {
      return { kind: 'later' };
    }
    if (state.kind !== 'on') {
      return { kind: 'keys', variables: sessionVariables(session) };
    }
    const environment = isClean ? NOTHING : this.context.environment();
    const use = endpointUse(session, environment, state.fromFiles, namesOtherFiles(environment));
    if (use.kind === 'keys') {
      this.sayKeys(use.why, session);
      return { kind: 'keys', variables: sessionVariables(session) };
    }
    const shielded = use.kind === 'shielded';
    const { grant, variables } = state.endpoint.grant(session, scope, {
      borrower: { kind, name },
      shielded,
    });
    if (shielded) {
      this.context.tell.warn(shieldedText());
    }
    return { kind: 'lent', lent: { ...pledgeOf(session), grant }, variables };
  }

  /** Once what is given now is no longer to wait for. */
  async settled(): Promise<void> {
    while (this.state.kind === 'starting') {
      await new Promise<void>((resolve) => {
        const subscription = this.onDidChange(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  /** Of these there is something that goes by them. @param holder who keeps count of some: of what each holds */
  hold(holder: Holder, grants: ReadonlySet<string>): void {
    this.held.set(holder, grants);
  }

  /** Of no other grant is there anything that goes by it. */
  letGo(): void {
    if (this.state.kind === 'on') {
      this.state.endpoint.retain(new Set([...this.held.values()].flatMap((grants) => [...grants])));
    }
  }

  dispose(): void {
    this.isOver = true;
    this.subscriptions.forEach((subscription) => void subscription.dispose());
    this.stop();
  }

  private follow(): void {
    if (this.mode.value === 'endpoint' && (this.state.kind === 'off' || this.state.kind === 'failed')) {
      this.become({ kind: 'starting' });
      void this.start();
    } else {
      this.listeners.fire(); // what asks already goes on
    }
  }

  private async start(): Promise<void> {
    try {
      const files = await this.context.files();
      const [fromFiles, endpoint] = await Promise.all([defaultIn(files), this.open()]);
      if (this.isOver) {
        endpoint.dispose();
        return;
      }
      this.subscriptions.push(files.onDidChange(() => void this.lookAtFiles(files)));
      this.become({ kind: 'on', endpoint, files, fromFiles });
    } catch (error) {
      this.context.log.warn('The endpoint for terminals could not be opened', error);
      this.context.tell.warn(
        l10n.t(
          'The endpoint that terminals are to ask for credentials could not be opened, so they get the keys of the session. The log says why.',
        ),
      );
      this.become({ kind: 'failed' });
    }
  }

  private async open(): Promise<Endpoint> {
    const { Endpoint: Opened } = await loadLending();
    const { sessions, memento, secrets, storage, record, log } = this.context;
    return Opened.open({
      ...{ sessions, memento, secrets, storage, record, log },
      moved: () => this.context.tell.warn(movedText()),
      wanted: (entry) => this.sayWanted(entry),
    });
  }

  private async lookAtFiles(files: AwsFilesView): Promise<void> {
    const fromFiles = await defaultIn(files);
    if (this.state.kind === 'on' && this.state.fromFiles !== fromFiles) {
      this.become({ ...this.state, fromFiles });
    }
  }

  private stop(): void {
    if (this.state.kind === 'on') {
      this.state.endpoint.dispose();
    }
  }

  private become(state: State): void {
    this.state = state;
    this.listeners.fire();
  }

  private sayKeys(why: WhyKeys, session: LiveSession): void {
    this.context.tell.warn(whyKeysText(why, session.role.name));
  }

  private sayWanted({ id, role, renewal }: SessionEntry): void {
    const argument: SessionArgument = { sessionId: id };
    this.context.tell.warn(
      l10n.t(
        'A terminal asks for credentials of {0}, which end too soon to be handed out, and are not renewed by themselves. Renew the session.',
        role.name,
      ),
      {
        cause: `wanted:${id}:${renewal.kind}`,
        next: { title: l10n.t('Renew'), run: () => invokeCommand('roleSessions.renewSession', argument) },
      },
    );
  }
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** What nobody can read could hold anything. */
function defaultIn(files: AwsFilesView): Promise<FromFiles> {
  return files.defaultProfile().catch(() => 'credentials' as const);
}

const AWS_FILES = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];

/** The editor's settings for terminals may name files that nobody looks at here. */
function namesOtherFiles(environment: ReadonlyMap<string, string>): boolean {
  return environment !== NOTHING && AWS_FILES.some((name) => environment.get(name) !== process.env[name]);
}
