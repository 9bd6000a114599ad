import { loadConfig } from '../bundles.js';
import type { Configuration } from './index.js';
import type { WrittenKeys } from './catalog.js';
import type { FileLocations } from './files/awsFiles.js';
import { Listeners } from '../base/listeners.js';
import type { Environment } from '../model/environment.js';
import type { Plan } from '../model/plan.js';
import type { SessionRequest } from '../model/request.js';
import type { RoleEntry } from '../model/role.js';
import type { SourceProfile } from './request/sourceProfiles.js';
import type { StaticKeysSource, ProcessSource } from '../model/source.js';
import type { ConfiguredPortal } from '../model/portal.js';

/** The configured roles, read when somebody first asks for them: parsing configuration is no part of activation. */
export class LazyRoles {
  private readonly listeners = new Listeners();
  readonly onDidChange = this.listeners.event;
  private configuration: Promise<Configuration> | undefined;

  async entries(): Promise<readonly RoleEntry[]> {
    return (await this.open()).catalog.entries();
  }

  /** Throws UserError naming file and line where the profile no longer holds usable keys. */
  async readStaticKeys(source: StaticKeysSource): Promise<WrittenKeys> {
    return (await this.open()).catalog.readStaticKeys(source);
  }

  /** The command line of `credential_process`. Throws UserError where the profile no longer has one. */
  async readProcess(source: ProcessSource): Promise<string> {
    return (await this.open()).catalog.readProcess(source);
  }

  /** How what is asked for is reached. Throws UserError where it cannot be. */
  async plan(request: SessionRequest): Promise<Plan> {
    return (await this.open()).catalog.plan(request);
  }

  /** The profiles that roles can be assumed from. */
  async sourceProfiles(): Promise<readonly SourceProfile[]> {
    return (await this.open()).catalog.sourceProfiles();
  }

  /** IAM Identity Center's portals that can be signed in to. */
  async portals(): Promise<readonly ConfiguredPortal[]> {
    return (await this.open()).catalog.portals();
  }

  async environment(): Promise<Environment> {
    return (await this.open()).catalog.environment;
  }

  async locations(): Promise<FileLocations> {
    return (await this.open()).locations;
  }

  dispose(): void {
    this.listeners.clear();
    void this.configuration?.then((configuration) => configuration.dispose());
  }

  private open(): Promise<Configuration> {
    this.configuration ??= loadConfig().then(({ openConfiguration }) => {
      const configuration = openConfiguration();
      configuration.catalog.onDidChange(() => this.listeners.fire());
      return configuration;
    });
    return this.configuration;
  }
}
