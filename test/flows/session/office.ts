// People at their desks: windows with sessions of an account of the embedded AWS, at a time that tests set. The calls
// are real, over sockets; the clock alone is not.
import { KeptSecrets } from '../../support/keptSecrets.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { executePlan } from '../../../src/aws/index.js';
import { Cancelled, NeedsUser } from '../../../src/base/errors.js';
import { Lazy } from '../../../src/base/waiting/lazy.js';
import { Listeners } from '../../../src/base/listeners.js';
import { Configuration } from '../../../src/config/configuration.js';
import type { Log } from '../../../src/editor/log.js';
import { configuredRole } from '../../../src/model/request.js';
import type { Interaction } from '../../../src/model/session/interaction.js';
import type { LiveSession, SessionId } from '../../../src/model/session/session.js';
import type { RenewalPolicy } from '../../../src/session/book/renewal.js';
import type { Attending } from '../../../src/session/executor.js';
import { SignOuts } from '../../../src/session/keep/signOuts.js';
import { TokenVault } from '../../../src/session/keep/tokenVault.js';
import { Vault } from '../../../src/session/keep/vault.js';
import { Keeper } from '../../../src/session/keeper.js';
import { Opener } from '../../../src/session/opener.js';
import { Sessions } from '../../../src/session/sessions.js';
import { Upkeep, type UpkeepNotices } from '../../../src/session/upkeep.js';
import { Windows } from '../../../src/session/windows/windows.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import { totp } from '../../sandbox/totp.js';
import { writtenSettings } from '../../support/settings.js';
import { Store } from '../../unit/session/store.js';
import { SILENT } from '../aws/interaction.js';

const ACCOUNT = '123456789012';
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
const MFA_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

interface Person {
  readonly arn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly mfaSerial: string;
}

/** An account with two people who may assume every role, and the files of the one who sits here. */
export class Office {
  readonly windows: Window[] = [];
  readonly changed = new Listeners();
  readonly keptSecrets = new KeptSecrets();
  /** The config file; the credentials file is made of `keys`. */
  config = '';
  keys: Readonly<Record<string, Person>> = {};
  readonly variables: Record<string, string> = {};

  private constructor(
    readonly sandbox: Sandbox,
    readonly folder: string,
    readonly anna: Person,
    readonly bob: Person,
  ) {
    this.keys = { base: anna };
  }

  static async open(): Promise<Office> {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    // Time stands still while a call is under way, also for what waits for it: a busy machine is no slow server.
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => new AbortController().signal);
    const sandbox = await startSandbox();
    sandbox.iam.createAccount(ACCOUNT);
    const person = (name: string): Person => {
      const mfaSerial = `arn:aws:iam::${ACCOUNT}:mfa/${name}`;
      const user = sandbox.iam.createUser({ accountId: ACCOUNT, name, mfaSerial, mfaSecretBase32: MFA_SECRET });
      sandbox.iam.putUserPolicy(user.arn, 'all', {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      });
      return { ...user, mfaSerial };
    };
    const folder = await mkdtemp(join(tmpdir(), 'role-sessions-office-'));
    vi.stubEnv('XDG_RUNTIME_DIR', folder); // windows meet in there
    return new Office(sandbox, folder, person('anna'), person('bob'));
  }

  /** A role that both may assume, and a profile of its name. `lines`: of the profile. */
  role(name: string, lines: readonly string[] = ['source_profile = base'], maxSeconds = 43_200): void {
    const { arn } = this.sandbox.iam.createRole({
      accountId: ACCOUNT,
      name,
      maxSessionDuration: maxSeconds,
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' }],
      },
    });
    this.profile(name, [`role_arn = ${arn}`, ...lines]);
  }

  profile(name: string, lines: readonly string[]): void {
    const all = [...lines, 'region = us-west-2', `endpoint_url = ${this.sandbox.endpoint}`];
    this.config += `[profile ${name}]\n${all.join('\n')}\n`;
  }

  /** Of STS. */
  calls(operation = 'AssumeRole'): number {
    return this.sandbox.requests.filter((request) => request.operation === operation).length;
  }

  /** `folder`: of its machine, where that is another one than the others'. */
  window(store?: Store, folder = this.folder): Window {
    const window = new Window(this, store, folder);
    this.windows.push(window);
    return window;
  }

  /** The time goes on, in steps, and every window looks at the clock at each, until nothing is under way. */
  async pass(ms: number, stepMs = 30 * SECOND_MS, look: () => void = () => undefined): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      vi.advanceTimersByTime(Math.min(stepMs, ms - passed));
      await this.look();
      look();
    }
  }

  async look(): Promise<void> {
    this.windows.forEach((window) => window.upkeep.tick());
    do {
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.windows.some((window) => window.isBusy())); // for as long as the test may take
  }

  async close(): Promise<void> {
    this.windows.forEach((window) => window.close());
    vi.useRealTimers();
    vi.restoreAllMocks();
    await this.sandbox.stop();
    vi.unstubAllEnvs();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  }
}

export class Window {
  readonly log: string[] = [];
  /** "needsUser dev", "expires dev 2", "changed dev …" */
  readonly told: string[] = [];
  readonly workspaceState = new Store();
  /** Sessions that something open needs beside the active one. */
  readonly used = new Set<SessionId>();
  policy: RenewalPolicy = 'automatic';
  /** How often somebody was asked for a code. */
  codes = 0;
  answers: Partial<Interaction> = {};
  sessions!: Sessions;
  opener!: Opener;
  keeper!: Keeper;
  upkeep!: Upkeep;
  configuration!: Configuration;
  private neighbours!: Windows;
  private readonly globalState = new Store();
  /** Plans that are being made, and renewals. */
  private underWay = 0;

  constructor(
    private readonly office: Office,
    readonly secrets = new Store(),
    readonly folder = office.folder,
  ) {
    this.start();
  }

  /** Another extension host with the same stores. */
  async reload(): Promise<void> {
    this.close();
    this.start();
    await this.keeper.restore();
  }

  async assume(
    name: string,
    { fresh = false, activates = true, signal = new AbortController().signal } = {},
  ): Promise<LiveSession> {
    const request = configuredRole(`profile:${name}`);
    const plan = await this.configuration.plan(request);
    return this.opener.open({ request, plan }, { fresh, activates, signal, report: () => undefined });
  }

  isBusy(): boolean {
    return this.underWay > 0 || this.sessions.list().some(({ underWay }) => underWay);
  }

  /** Its extension host ends. */
  close(): void {
    this.upkeep.dispose();
    this.opener.dispose();
    this.keeper.dispose();
    this.neighbours.dispose();
    this.sessions.dispose();
  }

  /** Its next extension host begins. */
  start(): void {
    const { office, folder } = this;
    const log: Log = {
      debug: () => undefined,
      info: (message) => void this.log.push(message),
      warn: (message, error) => void this.log.push(`${message}: ${String(error)}`),
      error: (message, error) => void this.log.push(`${message}: ${String(error)}`),
    };
    const tokens = new TokenVault(this.secrets, join(folder, 'mfa'), (message, error) => log.warn(message, error));
    this.configuration = configurationOf(office);
    this.configuration.plan = this.counted(this.configuration.plan.bind(this.configuration));
    const run = (plan: Plan, { signal, mayAsk = true, lent }: Attending) => {
      const { environment } = this.configuration;
      const interaction = mayAsk ? this.attended() : UNATTENDED;
      return executePlan(plan, {
        environment,
        secrets: this.configuration,
        interaction,
        sessionTokens: tokens,
        signal,
        ...(lent && { lent }),
      });
    };
    this.sessions = new Sessions({ policy: () => this.policy, log, random: () => 0 });
    const vault = new Vault(this.secrets, this.workspaceState, folder);
    this.neighbours = new Windows(vault, folder, this.globalState, (id) => this.sessions.kept(id), log);
    this.keeper = new Keeper(this.sessions, this.neighbours, new SignOuts(join(folder, 'signed-out')), log);
    this.opener = new Opener(this.sessions, this.keeper, { run }, log, () => 0);
    this.opener.renewQuietly = this.counted(this.opener.renewQuietly.bind(this.opener));
    this.upkeep = new Upkeep({
      sessions: this.sessions,
      opener: this.opener,
      configuration: new Lazy(() => Promise.resolve(this.configuration)),
      uses: [{ used: () => this.used }],
      warnBeforeMs: () => [10 * MINUTE_MS, 2 * MINUTE_MS],
      notices: this.notices(),
      log,
    });
  }

  /** It is under way until what comes of it has been seen to. */
  private counted<A extends readonly unknown[], T>(work: (...given: A) => Promise<T>): (...given: A) => Promise<T> {
    return async (...given) => {
      this.underWay += 1;
      try {
        return await work(...given);
      } finally {
        setImmediate(() => (this.underWay -= 1));
      }
    };
  }

  private attended(): Interaction {
    return {
      ...SILENT,
      attended: true,
      mfaCode: (_, refusal) => {
        if (refusal !== undefined) return Promise.reject(new Cancelled());
        this.codes += 1;
        return Promise.resolve(totp(MFA_SECRET, Date.now()));
      },
      ...this.answers,
    };
  }

  private notices(): UpkeepNotices {
    return {
      needsUser: ({ role }) => void this.told.push(`needsUser ${role.name}`),
      changed: ({ role }, message) => void this.told.push(`changed ${role.name}: ${message}`),
      refused: ({ role }, message) => void this.told.push(`refused ${role.name}: ${message}`),
      expires: ({ role }, beforeMs) => void this.told.push(`expires ${role.name} ${beforeMs / MINUTE_MS}`),
    };
  }
}

const needsUser = () => Promise.reject(new NeedsUser('Somebody has to be asked.'));

const UNATTENDED: Interaction = {
  ...SILENT,
  mfaCode: needsUser,
  openBrowser: needsUser,
  showDeviceCode: needsUser,
  chooseSamlRole: needsUser,
  pasteAssertion: needsUser,
  clientSecret: needsUser,
  signInWithAwsLogin: needsUser,
};

function configurationOf(office: Office): Configuration {
  const credentials = () =>
    Object.entries(office.keys)
      .map(([name, { accessKeyId, secretAccessKey }]) =>
        [`[${name}]`, `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`, ''].join(
          '\n',
        ),
      )
      .join('');
  const files = {
    locations: { config: { file: '/config' }, credentials: { file: '/credentials' } },
    onDidChange: office.changed.event,
    read: () =>
      Promise.resolve({
        config: { file: '/config', text: office.config },
        credentials: { file: '/credentials', text: credentials() },
      }),
    dispose: () => undefined,
  };
  const { variables, folder } = office;
  const environment = { variables, userName: 'anna', hostName: 'desk', homeDirectory: folder };
  return new Configuration(writtenSettings(), files, environment, office.keptSecrets);
}
