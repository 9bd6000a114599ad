import * as l10n from '../base/l10n.js';
import { createHash } from 'node:crypto';
import type { FileLocations } from './files/locate.js';
import type { SourceKeys } from '../model/session/credentials.js';
import type { SecretReader } from '../model/session/secretReader.js';
import { UserError } from '../base/errors.js';
import type { Environment } from '../model/environment.js';
import { Listeners, type ChangeEvent, type Disposable } from '../base/listeners.js';
import { checkMfaSession, withMfaSession } from './plan/mfaSession.js';
import { applyOverrides } from './request/overrides.js';
import { problemText, type Problem } from '../base/place.js';
import type { PlanContext } from './plan/planRole.js';
import type { SharedFiles } from './files/fileText.js';
import { defaultProfile, type DefaultProfile } from './files/defaultProfile.js';
import { lookUp, readProfiles } from './files/profiles.js';
import type { Plan } from '../model/plan/plan.js';
import type { KeptLine } from './rules/ownProgram.js';
import { configuredPortals } from './plan/portals.js';
import type { RoleEntry } from '../model/plan/role.js';
import type { SessionRequest } from '../model/request.js';
import { listRoles, planContext } from './roles.js';
import { askedInPlace, withScopes } from './request/scopes.js';
import { sourceProfiles, type SourceProfile } from './request/sourceProfiles.js';
import { keptLineOf, readKeptKeys, type KeptKeysStore } from './sources/keptKeys.js';
import { leafKeys } from './sources/leaf.js';
import { checkComplete, planKeys, planTarget } from './request/targets.js';
import type { StaticKeysSource, ProcessSource } from '../model/plan/source.js';
import type { Checked } from '../base/checked.js';
import type { ConfiguredPortal } from '../model/plan/portal.js';

/** Our settings as they are written, of any shape: what they mean is checked where plans are made. */
export type RoleSettings = Readonly<
  Record<
    'roles' | 'sessionName' | 'mfaSessionDurationSeconds',
    { readonly value: unknown; readonly onDidChange: ChangeEvent }
  >
>;

/** The AWS files. */
export interface RoleFiles {
  readonly locations: FileLocations;
  read(): Promise<SharedFiles>;
  readonly onDidChange: ChangeEvent;
  dispose(): void;
}

interface Listed {
  /** Of the files' texts, which hold secrets and are not kept. */
  readonly fingerprint: string;
  readonly entries: readonly RoleEntry[];
}

/** What is configured now: every role, the profiles behind them, and where the files are. Disposes of the files. */
export class Configuration implements SecretReader, Disposable {
  private listed: Listed | undefined;
  private readonly listeners = new Listeners();
  private readonly subscriptions: readonly { dispose(): unknown }[];

  constructor(
    private readonly settings: RoleSettings,
    private readonly files: RoleFiles,
    readonly environment: Environment,
    private readonly keptKeys: Pick<KeptKeysStore, 'get'>,
  ) {
    this.subscriptions = [...Object.values(settings), files].map(({ onDidChange }) =>
      onDidChange(() => this.changed()),
    );
  }

  readonly onDidChange = this.listeners.event;

  /**
   * As the files are at this moment, also before the watcher has seen an edit. Broken configuration is among the
   * entries, never an error.
   */
  async entries(): Promise<readonly RoleEntry[]> {
    const files = await this.files.read();
    const fingerprint = createHash('sha256').update(JSON.stringify(files)).digest('hex');
    if (this.listed?.fingerprint !== fingerprint) {
      const { roles, sessionName } = this.settings;
      const entries = listRoles({
        files,
        settings: roles.value,
        sessionName: sessionName.value,
        environment: this.environment,
      });
      this.listed = { fingerprint, entries };
    }
    return this.listed.entries;
  }

  /** How what is asked for is reached. @throws UserError where it cannot be. */
  async plan({ target, overrides }: SessionRequest): Promise<Plan> {
    const base =
      target.kind === 'configured'
        ? await this.configured(target.roleId)
        : valueOf(planTarget(target, await this.context()));
    const { call, scopes } = askedInPlace(base, overrides);
    const asked = valueOf(checkComplete(valueOf(applyOverrides(base, call))));
    const mfaSessionSeconds = valueOf(checkMfaSession(this.settings.mfaSessionDurationSeconds.value));
    return valueOf(withScopes(withMfaSession(asked, mfaSessionSeconds), scopes));
  }

  /** The profiles that roles can be assumed from. */
  async sourceProfiles(): Promise<readonly SourceProfile[]> {
    return sourceProfiles(await this.context());
  }

  /** The keys of a profile that holds long-term ones, as a plan without a call. @throws UserError where it holds none */
  async keysOf(profile: string): Promise<Plan> {
    return valueOf(planKeys(profile, await this.context()));
  }

  /** What whoever names no profile takes from the AWS files, as they are at this moment. */
  async defaultProfile(): Promise<DefaultProfile> {
    return defaultProfile(await this.files.read());
  }

  /** IAM Identity Center's portals that can be signed in to. */
  async portals(): Promise<readonly ConfiguredPortal[]> {
    return configuredPortals(await this.context());
  }

  /** The command line of `credential_process`. @throws UserError where the profile no longer has one. */
  async readProcess(source: ProcessSource): Promise<string> {
    const profile = readProfiles(await this.files.read()).byName.get(source.profile);
    const command = profile && lookUp(profile, 'credential_process')?.value;
    if (command === undefined || command === '') {
      throw toUserError({
        message: l10n.t('The profile “{0}” no longer has a credential_process.', source.profile),
        hint: l10n.t('Put it back, or assume the role from another profile.'),
        place: source.place,
      });
    }
    return command;
  }

  /**
   * Reads the files again, and the secret storage where these lead there, so that keys rotated meanwhile are the ones used.
   * @throws UserError naming file and line where the profile no longer holds usable keys.
   */
  async readStaticKeys(source: StaticKeysSource): Promise<SourceKeys> {
    const profile = readProfiles(await this.files.read()).byName.get(source.profile);
    if (profile === undefined) {
      throw toUserError({
        message: l10n.t('The profile “{0}”, which held the keys, is gone.', source.profile),
        hint: l10n.t('Put it back, or assume the role from another profile.'),
        place: source.place,
      });
    }
    const [problem] = profile.problems;
    const line = problem === undefined ? keptLineOf(profile) : undefined;
    if (line !== undefined) {
      return this.readStored(source, line);
    }
    const keys = problem === undefined ? leafKeys(profile) : { ok: false as const, problem };
    if (!keys.ok) {
      throw toUserError(keys.problem);
    }
    const { secretAccessKey, sessionToken } = keys.value;
    const { accessKeyId } = keys.value.source;
    return sessionToken === undefined
      ? { accessKeyId, secretAccessKey }
      : { accessKeyId, secretAccessKey, sessionToken };
  }

  private async readStored({ profile, place }: StaticKeysSource, { accessKeyId, id }: KeptLine): Promise<SourceKeys> {
    const keys = await readKeptKeys(this.keptKeys, id);
    if (keys?.accessKeyId !== accessKeyId) {
      throw toUserError({
        message: l10n.t(
          'The keys of the profile “{0}” ({1}) are not in the secret storage of this editor.',
          profile,
          accessKeyId,
        ),
        hint: l10n.t(
          'Another editor or another machine may have them. Where they are lost, make a new access key in IAM, and enter it by Edit Profile….',
        ),
        place,
      });
    }
    return { accessKeyId, secretAccessKey: keys.secretAccessKey };
  }

  /** Of the AWS files, also where they do not exist. */
  get locations(): FileLocations {
    return this.files.locations;
  }

  dispose(): void {
    this.files.dispose();
    this.listeners.clear();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private async configured(roleId: string): Promise<Plan> {
    const entry = (await this.entries()).find(({ id }) => id === roleId);
    if (entry === undefined) {
      throw new UserError(l10n.t('The role {0} is no longer configured.', roleId.replace(/^\w+:/, '')));
    }
    if (entry.kind === 'broken') {
      throw toUserError(entry.problem);
    }
    return entry.plan;
  }

  private async context(): Promise<PlanContext> {
    const sessionName = this.settings.sessionName.value;
    return planContext({ files: await this.files.read(), sessionName, environment: this.environment });
  }

  private changed(): void {
    this.listed = undefined;
    this.listeners.fire();
  }
}

function valueOf<T>(checked: Checked<T>): T {
  if (!checked.ok) {
    throw toUserError(checked.problem);
  }
  return checked.value;
}

function toUserError(problem: Problem): UserError {
  return new UserError(problemText(problem));
}
