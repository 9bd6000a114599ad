import { newSecret, newSessionToken, uniqueId } from '../ids.js';
import type { Role } from '../iam/entities.js';
import type { PolicyDocument } from '../iam/policy.js';
import type { Credential, Principal } from '../iam/principal.js';
import { principalTags } from '../iam/principals.js';
import { branch, leaf } from '../xml.js';
import { partitionOf, type StsCall } from './call.js';
import { traitSessionContext, type SessionTraits } from './traits.js';

/** Credentials are issued to whoever was found to be entitled, by STS or by another service. */
export type Issuer = Pick<StsCall, 'directory' | 'keyring' | 'now' | 'sessionSeconds'>;

export const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** Temporary credentials for a principal, entered in the keyring; their token has at least `tokenBytes`. */
export function issue(
  issuer: Issuer,
  seconds: number,
  holder: Pick<Credential, 'principal' | 'scope'> & Required<Pick<Credential, 'lineage'>>,
  tokenBytes = 0,
): Credential {
  const credential: Credential = {
    accessKeyId: uniqueId('ASIA'),
    secretAccessKey: newSecret(),
    sessionToken: newSessionToken().padEnd(tokenBytes, 'A'),
    // Expiration is told in whole seconds.
    expiresAt: Math.floor(issuer.now / 1000) * 1000 + (issuer.sessionSeconds ?? seconds) * 1000,
    ...holder,
  };
  issuer.keyring.set(credential.accessKeyId, credential);
  return credential;
}

export const credentialsXml = (credential: Credential): string =>
  branch(
    'Credentials',
    leaf('AccessKeyId', credential.accessKeyId),
    leaf('SecretAccessKey', credential.secretAccessKey),
    leaf('SessionToken', credential.sessionToken ?? ''),
    leaf('Expiration', isoSeconds(credential.expiresAt ?? 0)),
  );

export const optionalLeaf = (name: string, value: string | number | undefined): string =>
  value === undefined ? '' : leaf(name, value);

/** How full the session's token is: under its present name, and the one before. */
export const packedSizeXml = (percent: number | undefined): string =>
  optionalLeaf('PackedPolicySize', percent) + optionalLeaf('SessionTokenUtilization', percent);

export interface RoleSession {
  readonly arn: string;
  /** "AROA…:session" */
  readonly id: string;
  readonly credential: Credential;
}

export const roleSessionXml = (session: RoleSession): string =>
  branch('AssumedRoleUser', leaf('AssumedRoleId', session.id), leaf('Arn', session.arn)) +
  credentialsXml(session.credential);

const NO_TRAITS: SessionTraits = { tags: [], transitiveTags: [], sourceIdentity: undefined };

/** A session of `role`, for every way of assuming one. */
export function issueRoleSession(
  issuer: Issuer,
  options: {
    readonly role: Role;
    readonly sessionName: string;
    readonly seconds: number;
    readonly sessionPolicies: readonly PolicyDocument[] | undefined;
    readonly traits?: SessionTraits;
    /** Further condition keys, such as aws:FederatedProvider. */
    readonly context?: Readonly<Record<string, string>>;
  },
): RoleSession {
  const { role, sessionName, traits = NO_TRAITS } = options;
  const arn = `arn:${partitionOf(role.arn)}:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`;
  const id = `${role.id}:${sessionName}`;
  const context = {
    'aws:userid': id,
    'aws:PrincipalArn': role.arn,
    'aws:PrincipalAccount': role.accountId,
    'aws:PrincipalType': 'AssumedRole',
    'aws:TokenIssueTime': isoSeconds(issuer.now),
    // Present in every temporary credential, and never "true" in those of AssumeRole.
    'aws:MultiFactorAuthPresent': 'false',
    ...traitSessionContext(traits),
    ...options.context,
  };
  const principal = (): Principal | undefined => {
    const now = issuer.directory.sameRole(role);
    return (
      now && {
        kind: 'assumedRole',
        arn,
        userId: id,
        accountId: role.accountId,
        names: [
          ['AWS', arn],
          ['AWS', role.arn],
        ],
        identityPolicies: issuer.directory.policiesOf(now),
        boundary: issuer.directory.boundaryOf(now),
        sessionPolicies: options.sessionPolicies,
        context: { ...principalTags(now.tags), ...context },
      }
    );
  };
  const { transitiveTags, sourceIdentity } = traits;
  const lineage = { kind: 'role', transitiveTags, sourceIdentity } as const;
  return { arn, id, credential: issue(issuer, options.seconds, { principal, lineage }) };
}
