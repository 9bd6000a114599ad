import { ProgressLocation, window } from 'vscode';
import type { QuickPickItem, SecretStorage } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { PortalAccess } from '../../aws/identityCenter/portal.js';
import type { KeptSignIn } from '../../aws/identityCenter/portals.js';
import type { SignedOut } from '../../aws/identityCenter/signOut.js';
import { invokeCommand } from '../../editor/commands.js';
import { loadAws } from '../../bundles.js';
import type { Configuration } from '../../config/configuration.js';
import type { Log } from '../../editor/log.js';
import { portalId, portalName, type ConfiguredPortal, type Portal } from '../../model/plan/portal.js';
import type { SessionRequest } from '../../model/request.js';
import { Cancelled, UserError } from '../../base/errors.js';
import { interactionWith } from '../interaction/interaction.js';

type SignOutEnding = (
  portal: Portal | undefined,
  signOut: () => Promise<SignedOut>,
) => Promise<{ readonly signedOut: SignedOut | undefined; readonly ended: number; readonly done: Promise<void> }>;

type Choice<T> = QuickPickItem & { readonly value: T };

/** Signing in to IAM Identity Center, choosing among the roles that it lists, and signing out. */
export class IdentityCenter {
  constructor(
    private readonly storage: SecretStorage,
    private readonly configuration: Configuration,
    private readonly log: Log,
  ) {}

  /** Also where a good token is kept: the user may want to be somebody else. */
  async signIn(): Promise<void> {
    const portal = await this.choosePortal(l10n.t('Sign In to IAM Identity Center'));
    const { signInToPortal } = await loadAws();
    await this.withAccess(portal, l10n.t('Signing in to {0}', nameOf(portal)), signInToPortal);
    const choose = l10n.t('Assume Role');
    void window
      .showInformationMessage(l10n.t('Signed in to {0}. The AWS CLI uses the sign-in too.', nameOf(portal)), choose)
      .then((chosen) => (chosen === choose ? invokeCommand('roleSessions.assumeRole') : undefined));
  }

  /** A role that need not be configured: the portal lists what the user has. */
  async assumeRole(): Promise<void> {
    const title = l10n.t('Assume Role from IAM Identity Center');
    const portal = await this.choosePortal(title);
    const { portalAccounts, portalRoleNames } = await loadAws();
    const accounts = await this.withAccess(portal, l10n.t('Accounts of {0}', nameOf(portal)), portalAccounts);
    if (accounts.length === 0) {
      throw new UserError(
        l10n.t(
          'You have access to no account through {0}. An administrator can assign you a permission set.',
          nameOf(portal),
        ),
      );
    }
    const accountId = await choose(
      title,
      l10n.t('Choose an account'),
      accounts.map(({ accountId: value, name, email }) => ({
        label: name === '' ? value : name,
        description: value,
        detail: email,
        value,
      })),
    );
    const names = await this.withAccess(portal, l10n.t('Roles in account {0}', accountId), (access) =>
      portalRoleNames(access, accountId),
    );
    const roleName = await choose(
      title,
      l10n.t('Choose a role in account {0}', accountId),
      names.map((value) => ({ label: value, value })),
    );
    const target = { kind: 'identity-center', portal: portalId(portal.portal), accountId, roleName } as const;
    const request: SessionRequest = { target, overrides: {} };
    await invokeCommand('roleSessions.assumeRole', request);
  }

  /**
   * `ending`: does it, and ends the sessions of that portal, or of every one, as `done` says.
   * @throws UserError, Cancelled
   */
  async signOut(ending: SignOutEnding): Promise<void> {
    const portals = await this.configuration.portals();
    const { homeDirectory } = this.configuration.environment;
    const { keptSignIn, signOutOfPortals } = await loadAws();
    const found = await Promise.all(
      portals.map(async (value) => ({ value, kept: await keptSignIn(value.portal, homeDirectory) })),
    );
    const choices = found.flatMap(({ value, kept }) => (kept === undefined ? [] : [choiceOf(value, kept)]));
    const every: Choice<undefined> = {
      label: l10n.t('Every Sign-In'),
      detail: l10n.t('Also those of other AWS tools, as “aws sso logout” does'),
      value: undefined,
    };
    const only = await choose(
      l10n.t('Sign Out of IAM Identity Center'),
      l10n.t('Choose what to sign out of, here and in the AWS CLI'),
      [...choices, every],
    );
    const { log } = this;
    const { signedOut, ended, done } = await ending(only?.portal, () =>
      signOutOfPortals({ homeDirectory, portals, only, log }),
    );
    if (signedOut !== undefined) {
      tellSignedOut({ ...signedOut, ended });
    }
    await done;
  }

  /** The only one without asking. @throws Cancelled, UserError where there is none */
  private async choosePortal(title: string): Promise<ConfiguredPortal> {
    const portals = await this.configuration.portals();
    const [first] = portals;
    if (first === undefined) {
      throw new UserError(
        l10n.t(
          'No IAM Identity Center is configured. Add a section [sso-session NAME] with sso_start_url and sso_region to the config file, or run “aws configure sso”.',
        ),
        { actions: [{ title: l10n.t('Open Config File'), command: 'roleSessions.openConfigFile' }] },
      );
    }
    return portals.length === 1
      ? first
      : choose(
          title,
          l10n.t('Choose where to sign in'),
          portals.map((value) => choiceOf(value)),
        );
  }

  private async withAccess<T>(
    portal: ConfiguredPortal,
    title: string,
    work: (access: PortalAccess) => Promise<T>,
  ): Promise<T> {
    const environment = this.configuration.environment;
    return window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        const interaction = interactionWith({
          name: nameOf(portal),
          environment,
          storage: this.storage,
          report: (message) => progress.report({ message }),
          log: this.log,
          signal: abort.signal,
        });
        const { homeDirectory } = environment;
        return work({ ...portal, homeDirectory, interaction, signal: abort.signal });
      },
    );
  }
}

function nameOf({ portal }: ConfiguredPortal): string {
  return portalName(portal);
}

function choiceOf(value: ConfiguredPortal, kept?: KeptSignIn): Choice<ConfiguredPortal> {
  const { startUrl, region } = value.portal;
  const detail = `${startUrl} (${region})`;
  return { label: nameOf(value), ...(kept && { description: stateText(kept) }), detail, value };
}

function stateText({ expiresAt, refreshable }: KeptSignIn): string {
  if (refreshable) {
    return l10n.t('signed in');
  }
  return expiresAt > Date.now()
    ? l10n.t('signed in until {0}', timeText(expiresAt))
    : l10n.t('expired {0}', timeText(expiresAt));
}

/** @throws Cancelled */
async function choose<T>(title: string, placeHolder: string, choices: readonly Choice<T>[]): Promise<T> {
  const chosen = await window.showQuickPick(choices, {
    title,
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.value;
}

function tellSignedOut({ count, untold, unread, ended }: SignedOut & { readonly ended: number }): void {
  const ok = l10n.t('OK'); // a message without a button is cut to one line
  if (unread > 0 && count === 0) {
    void tellUnread();
  } else if (count === 0 && ended === 0) {
    void window.showInformationMessage(l10n.t('Nobody was signed in.'), ok);
  } else if (untold > 0) {
    void window.showWarningMessage(
      l10n.t(
        'Signed out on this machine. IAM Identity Center could not be told, so the sign-in stays valid there until it expires.',
      ),
      ok,
    );
  } else {
    void window.showInformationMessage(
      l10n.t(
        'Signed out. Role sessions ended with it: {0}. Terminals that are open keep their credentials until these expire.',
        ended,
      ),
      ok,
    );
  }
}

/** Nobody is signed out whose sign-in cannot be read, and the AWS CLI may be able to. */
async function tellUnread(): Promise<void> {
  const showLog = l10n.t('Show Log');
  const message = l10n.t(
    'Nobody was signed out: what is in ~/.aws/sso/cache cannot all be read, so somebody may be signed in there. The log names what it is: check who may read it, or delete it.',
  );
  if ((await window.showWarningMessage(message, showLog)) === showLog) {
    await invokeCommand('roleSessions.showLog');
  }
}

/** "14:05" today, with the date on other days. */
function timeText(time: number): string {
  const at = new Date(time);
  const { locale } = l10n.languageInUse();
  const sameDay = at.toDateString() === new Date().toDateString();
  return sameDay ? at.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' }) : at.toLocaleString(locale);
}
