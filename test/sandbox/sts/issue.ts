import { newSecret, newSessionToken, uniqueId } from '../ids.js';
import type { Role } from '../iam/directory.js';
import type { PolicyDocument } from '../iam/policy.js';
import type { Credential, Principal } from '../iam/principal.js';
import { branch, leaf } from '../xml.js';
import type { StsCall } from './call.js';

const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** Temporary credentials for a principal, entered in the keyring. */
function issue(call: StsCall, seconds: number, principal: Credential['principal']): Credential {
  const credential: Credential = {
    accessKeyId: uniqueId('ASIA'),
    secretAccessKey: newSecret(),
    sessionToken: newSessionToken(),
    // Expiration is told in whole seconds.
    expiresAt: Math.floor(call.now / 1000) * 1000 + (call.sessionSeconds ?? seconds) * 1000,
    principal,
  };
  call.keyring.set(credential.accessKeyId, credential);
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

export interface RoleSession {
  readonly arn: string;
  /** "AROA…:session" */
  readonly id: string;
  readonly credential: Credential;
}

/** A session of `role`, for every way of assuming one. */
export function issueRoleSession(
  call: StsCall,
  options: {
    readonly role: Role;
    readonly sessionName: string;
    readonly seconds: number;
    readonly sessionPolicies: readonly PolicyDocument[] | undefined;
    /** Further condition keys, such as aws:PrincipalTag/… */
    readonly context?: Readonly<Record<string, string>>;
  },
): RoleSession {
  const { role, sessionName } = options;
  const arn = `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`;
  const id = `${role.roleId}:${sessionName}`;
  const context = {
    'aws:userid': id,
    'aws:PrincipalArn': role.arn,
    'aws:PrincipalAccount': role.accountId,
    'aws:PrincipalType': 'AssumedRole',
    'aws:TokenIssueTime': isoSeconds(call.now),
    // Present in every temporary credential, and never "true" in those of AssumeRole.
    'aws:MultiFactorAuthPresent': 'false',
    ...options.context,
  };
  const principal = (): Principal | undefined => {
    const identityPolicies = call.directory.rolePolicies(role.arn, role.roleId);
    return (
      identityPolicies && {
        kind: 'assumedRole',
        arn,
        userId: id,
        accountId: role.accountId,
        names: [
          ['AWS', arn],
          ['AWS', role.arn],
        ],
        identityPolicies,
        sessionPolicies: options.sessionPolicies,
        context,
      }
    );
  };
  return { arn, id, credential: issue(call, options.seconds, principal) };
}
