import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import type { IdentityCall } from '../../model/plan/identityCall.js';
import type { Overrides } from '../../model/request.js';

/** What is asked of the call that makes the identity. */
export type CallOverrides = Omit<Overrides, 'scopes'>;
type Override = keyof CallOverrides;

const labels = (): Readonly<Record<Override, string>> => ({
  sessionName: l10n.t('A session name'),
  externalId: l10n.t('An external ID'),
  mfaSerial: l10n.t('An MFA device'),
  durationSeconds: l10n.t('A duration'),
  tags: l10n.t('Session tags'),
  transitiveTagKeys: l10n.t('Transitive tags'),
  sourceIdentity: l10n.t('A source identity'),
  policy: l10n.t('A session policy'),
  policyArns: l10n.t('Managed session policies'),
  narrowing: l10n.t('Less than the configuration gives'),
  samlRole: l10n.t('A role of a SAML assertion'),
});

type Reasons = Readonly<Partial<Record<Override, string | undefined>>>;
interface Limits {
  /** In the sentence "… cannot be asked of WHAT". */
  readonly what: string;
  /** What the call does not take, and why. */
  readonly refuses: Reasons;
  /** What to do instead, where the reason does not say. */
  readonly instead: string;
}

const fromKeys = (): string => l10n.t('Assume a role with these keys instead, and ask it of that.');
const noMfaOrExternalId = (): Reasons => ({
  externalId: l10n.t('External IDs are for roles that are assumed with credentials.'),
  mfaSerial: l10n.t('MFA is the identity provider’s own business.'),
});

const noSamlRole = (): Reasons => ({ samlRole: l10n.t('There is no assertion that would offer it.') });

function everything(reason: string): Reasons {
  return Object.fromEntries(Object.keys(labels()).map((name) => [name, reason]));
}

function readyMade(what: string, reason: string): Limits {
  const instead = l10n.t('Assume a role from it instead, with “Assume Role by ARN”, and ask it of that.');
  return { what, refuses: everything(reason), instead };
}

const limits = (): Readonly<Record<IdentityCall['kind'], Limits>> => ({
  'assume-role': { what: l10n.t('a role'), refuses: noSamlRole(), instead: l10n.t('Leave it out.') },
  'session-token': {
    what: l10n.t('a session token'),
    refuses: {
      ...everything(l10n.t('GetSessionToken gives the user’s own permissions as they are, under the user’s own name.')),
      durationSeconds: undefined,
      mfaSerial: undefined,
    },
    instead: l10n.t('For fewer permissions take a federation token, or assume a role.'),
  },
  'federation-token': {
    what: l10n.t('a federation token'),
    refuses: {
      ...noSamlRole(),
      sessionName: l10n.t('The federated user’s own name stands for it.'),
      externalId: l10n.t('GetFederationToken knows none.'),
      mfaSerial: l10n.t('GetFederationToken takes no MFA code.'),
      transitiveTagKeys: l10n.t('A federated user can assume no role that would inherit them.'),
      sourceIdentity: l10n.t('GetFederationToken takes none.'),
    },
    instead: fromKeys(),
  },
  'web-identity': {
    what: l10n.t('a web identity'),
    refuses: {
      ...noMfaOrExternalId(),
      ...noSamlRole(),
      tags: l10n.t('They come from the token (its claim https://aws.amazon.com/tags).'),
      transitiveTagKeys: l10n.t('They come from the token (its claim https://aws.amazon.com/tags).'),
      sourceIdentity: l10n.t('It comes from the token (its claim https://aws.amazon.com/source_identity).'),
    },
    instead: l10n.t('Have the identity provider put it there, or leave it out.'),
  },
  saml: {
    what: l10n.t('a SAML sign-in'),
    refuses: {
      ...noMfaOrExternalId(),
      sessionName: l10n.t('It comes from the assertion (its attribute RoleSessionName).'),
      tags: l10n.t('They come from the assertion (its PrincipalTag attributes).'),
      transitiveTagKeys: l10n.t('They come from the assertion (its attribute TransitiveTagKeys).'),
      sourceIdentity: l10n.t('It comes from the assertion (its attribute SourceIdentity).'),
    },
    instead: l10n.t('Have the identity provider put it there, or leave it out.'),
  },
  'static-keys': readyMade(l10n.t('the keys of a profile'), l10n.t('They are what they are.')),
  environment: readyMade(l10n.t('the environment’s credentials'), l10n.t('They are what they are.')),
  'instance-metadata': readyMade(l10n.t('an EC2 instance’s role'), l10n.t('EC2 makes that session.')),
  container: readyMade(l10n.t('a container’s role'), l10n.t('Its credentials server makes that session.')),
  process: readyMade(l10n.t('a credential process'), l10n.t('The program decides what it gives.')),
  'identity-center': readyMade(
    l10n.t('IAM Identity Center'),
    l10n.t('The permission set decides what its session is and how long.'),
  ),
  login: readyMade(l10n.t('“aws login”'), l10n.t('The sign-in decides what its session is and how long.')),
  brought: readyMade(l10n.t('a session from another machine'), l10n.t('It is as it was brought.')),
});

/** Why something asked for cannot be had from this call, and what to do; undefined where all of it can. */
export function refusalOf(
  { kind }: IdentityCall,
  overrides: CallOverrides,
): { readonly message: string; readonly hint: string } | undefined {
  const { what, refuses, instead } = limits()[kind];
  for (const name of askedFor(overrides)) {
    const reason = refuses[name];
    if (reason !== undefined) {
      return { message: sentences(l10n.t('{0} cannot be asked of {1}.', labels()[name], what), reason), hint: instead };
    }
  }
  return undefined;
}

/** An empty list or object asks for nothing. */
function askedFor(overrides: CallOverrides): Override[] {
  return (Object.keys(labels()) as Override[]).filter((name) => {
    const value = overrides[name];
    return value !== undefined && (typeof value !== 'object' || Object.keys(value).length > 0);
  });
}
