import type { Hop } from '../../model/plan.js';
import type { Overrides } from '../../model/request.js';
import type { Source } from '../../model/source.js';

/** The call whose reply is the session, or the source that is the identity itself. */
export type Call = Hop | Source;
type Override = keyof Overrides;

const LABELS: Readonly<Record<Override, string>> = {
  sessionName: 'A session name',
  externalId: 'An external ID',
  mfaSerial: 'An MFA device',
  durationSeconds: 'A duration',
  tags: 'Session tags',
  transitiveTagKeys: 'Transitive tags',
  sourceIdentity: 'A source identity',
  policy: 'A session policy',
  policyArns: 'Managed session policies',
  narrowing: 'Less than the configuration gives',
};

type Reasons = Readonly<Partial<Record<Override, string | undefined>>>;
interface Limits {
  /** In the sentence "… cannot be asked of WHAT". */
  readonly what: string;
  /** What the call does not take, and why. */
  readonly refuses: Reasons;
  /** What to do instead, where the reason does not say. */
  readonly instead: string;
}

const FROM_KEYS = 'Assume a role with these keys instead, and ask it of that.';
const NO_MFA_OR_EXTERNAL_ID: Reasons = {
  externalId: 'External IDs are for roles that are assumed with credentials.',
  mfaSerial: 'MFA is the identity provider’s own business.',
};

function everything(reason: string): Reasons {
  return Object.fromEntries(Object.keys(LABELS).map((name) => [name, reason]));
}

function readyMade(what: string, reason: string): Limits {
  const instead = 'Assume a role from it instead, with “Assume Role by ARN”, and ask it of that.';
  return { what, refuses: everything(reason), instead };
}

const LIMITS: Readonly<Record<Call['kind'], Limits>> = {
  'assume-role': { what: 'a role', refuses: {}, instead: '' },
  'session-token': {
    what: 'a session token',
    refuses: {
      ...everything('GetSessionToken gives the user’s own permissions as they are, under the user’s own name.'),
      durationSeconds: undefined,
      mfaSerial: undefined,
    },
    instead: 'For fewer permissions take a federation token, or assume a role.',
  },
  'federation-token': {
    what: 'a federation token',
    refuses: {
      sessionName: 'The federated user’s own name stands for it.',
      externalId: 'GetFederationToken knows none.',
      mfaSerial: 'GetFederationToken takes no MFA code.',
      transitiveTagKeys: 'A federated user can assume no role that would inherit them.',
      sourceIdentity: 'GetFederationToken takes none.',
    },
    instead: FROM_KEYS,
  },
  'web-identity': {
    what: 'a web identity',
    refuses: {
      ...NO_MFA_OR_EXTERNAL_ID,
      tags: 'They come from the token (its claim https://aws.amazon.com/tags).',
      transitiveTagKeys: 'They come from the token (its claim https://aws.amazon.com/tags).',
      sourceIdentity: 'It comes from the token (its claim https://aws.amazon.com/source_identity).',
    },
    instead: 'Have the identity provider put it there, or leave it out.',
  },
  saml: {
    what: 'a SAML sign-in',
    refuses: {
      ...NO_MFA_OR_EXTERNAL_ID,
      sessionName: 'It comes from the assertion (its attribute RoleSessionName).',
      tags: 'They come from the assertion (its PrincipalTag attributes).',
      transitiveTagKeys: 'They come from the assertion (its attribute TransitiveTagKeys).',
      sourceIdentity: 'It comes from the assertion (its attribute SourceIdentity).',
    },
    instead: 'Have the identity provider put it there, or leave it out.',
  },
  'static-keys': readyMade('the keys of a profile', 'They are what they are.'),
  environment: readyMade('the environment’s credentials', 'They are what they are.'),
  'instance-metadata': readyMade('an EC2 instance’s role', 'EC2 makes that session.'),
  container: readyMade('a container’s role', 'Its credentials server makes that session.'),
  process: readyMade('a credential process', 'The program decides what it gives.'),
  'identity-center': readyMade('IAM Identity Center', 'The permission set decides what its session is and how long.'),
  login: readyMade('“aws login”', 'The sign-in decides what its session is and how long.'),
};

/** Why something asked for cannot be had from this call, and what to do; undefined where all of it can. */
export function refusalOf(
  { kind }: Call,
  overrides: Overrides,
): { readonly message: string; readonly hint: string } | undefined {
  const { what, refuses, instead } = LIMITS[kind];
  for (const name of askedFor(overrides)) {
    const reason = refuses[name];
    if (reason !== undefined) {
      return { message: `${LABELS[name]} cannot be asked of ${what}. ${reason}`, hint: instead };
    }
  }
  return undefined;
}

/** An empty list or object asks for nothing. */
function askedFor(overrides: Overrides): Override[] {
  return (Object.keys(LABELS) as Override[]).filter((name) => {
    const value = overrides[name];
    return value !== undefined && (typeof value !== 'object' || Object.keys(value).length > 0);
  });
}
