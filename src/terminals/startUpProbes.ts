import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import type { Log } from '../editor/log.js';
import type { TellOnce } from '../editor/tellOnce.js';
import type { LiveSession } from '../model/session/session.js';
import { strayVariables } from '../model/variables/strayVariables.js';
import { editorsVariables } from './editorsVariables.js';
import type { StartUpExports } from './environment/conflicts.js';
import { probeShell } from './probe.js';
import type { Probed, Shell } from './probe.js';

/** Shells are asked once, until something is another; whoever cannot be asked is named. */
export class StartUpProbes {
  private readonly probes = new Map<string, Promise<Probed>>();

  constructor(
    private readonly tell: TellOnce,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  /** Start-up files, or what shells begin with, may have changed. */
  clear(): void {
    this.probes.clear();
  }

  /**
   * Undefined where nobody knows, which the user has been told.
   * @param variables those by which it acts as the session: their names
   * @param base what the shell begins with
   */
  async exports(
    shell: Shell,
    session: LiveSession,
    variables: ReadonlyMap<string, string>,
    base: ReadonlyMap<string, string> = editorsVariables(),
  ): Promise<StartUpExports | undefined> {
    const names = [...variables.keys()];
    const key = JSON.stringify([shell, names, [...base]]);
    const probe = this.probes.get(key) ?? probeShell(shell, names, base);
    this.probes.set(key, probe);
    const probed = await probe;
    if (probed.kind === 'told') {
      this.sayHooks(shell, probed.exports.hooks, session);
      return probed.exports;
    }
    if (probed.kind === 'slow' || probed.kind === 'failed') {
      this.log.warn(`The shell “${shell.path}” did not say what its start-up files export: ${probed.reason}`);
    }
    this.sayUnknown(shell, probed.kind, session, variables);
    return undefined;
  }

  private sayUnknown(
    shell: Shell,
    kind: Exclude<Probed['kind'], 'told'>,
    session: LiveSession,
    variables: ReadonlyMap<string, string>,
  ): void {
    const stray = strayVariables(editorsVariables(), variables).join(', ');
    const ofEditor =
      stray === ''
        ? undefined
        : l10n.t(
            'The editor\'s own environment, or its setting "terminal.integrated.env", has {0}, by which some AWS SDKs do not act as {1}: start the editor without it.',
            stray,
            session.role.name,
          );
    const ofFiles = l10n.t(
      'What the start-up files of {0} export is not known, since {1}. If they set AWS_PROFILE or keys, terminals may not act as {2}.',
      shell.path,
      whyUnknown(kind),
      session.role.name,
    );
    this.tell.warn(sentences(ofEditor, ofFiles), { cause: [kind, shell.path, stray].join() });
  }

  /** Where there is no prompt they do nothing. */
  private sayHooks({ path, interactive }: Shell, hooks: readonly string[], session: LiveSession): void {
    if (interactive && hooks.length > 0) {
      const programs = hooks.join(', ');
      this.tell.warn(
        l10n.t(
          '{0} changes the environment of {1} at each prompt, by the folder. If it sets AWS_PROFILE or keys there, terminals do not act as {2}, and nobody can know beforehand.',
          programs,
          path,
          session.role.name,
        ),
        { cause: [programs, path].join() },
      );
    }
  }
}

function whyUnknown(kind: Exclude<Probed['kind'], 'told'>): string {
  switch (kind) {
    case 'unknown':
      return l10n.t('it is no bash, zsh, fish or sh');
    case 'arguments':
      return l10n.t('it is started with arguments of its own');
    case 'slow':
      return l10n.t('they take more than five seconds');
    case 'failed':
      return l10n.t('the shell could not be asked');
  }
}
