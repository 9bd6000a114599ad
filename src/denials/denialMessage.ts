/** Kinds of policy that AWS names in a denial. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export type DenyingPolicy =
  'identity' | 'session' | 'boundary' | 'trust' | 'resource' | 'serviceControl' | 'resourceControl' | 'vpcEndpoint';

/** Who was denied, as far as an ARN tells. */
export interface DeniedPrincipal {
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  readonly kind: 'user' | 'roleSession' | 'federatedUser' | 'root' | 'other';
  /** Of a user, with its path; of a session, its role's, without the path, which its ARN does not have. */
  readonly name: string;
}

/** What a denial says of itself, and nothing more. */
export interface Denial {
  /** As in a policy: `s3:GetObject`. */
  readonly action: string | undefined;
  /** The call as the AWS CLI and the SDKs name it: `PutObject`. */
  readonly operation: string | undefined;
  readonly principal: DeniedPrincipal | undefined;
  readonly resource: string | undefined;
  readonly reason: DenialReason;
  /** By which the Access Troubleshooter knows it. */
  readonly authorizationId: string | undefined;
  /** Whether it carries an encoded message, which sts:DecodeAuthorizationMessage opens. */
  readonly encodedMessage: string | undefined;
}

type DenialReason =
  | { readonly kind: 'nothingAllows'; readonly policy: DenyingPolicy }
  | { readonly kind: 'denies'; readonly policy: DenyingPolicy; readonly policyArn: string | undefined }
  /** KMS, where the key is another account's or the caller's side is good. */
  | { readonly kind: 'resourceOrItsPolicy' }
  | { readonly kind: 'untold' };

const POLICIES: readonly (readonly [RegExp, DenyingPolicy])[] = [
  [/^identity/i, 'identity'],
  [/^session/i, 'session'],
  [/boundary$/i, 'boundary'],
  [/trust/i, 'trust'],
  [/^resource-based/i, 'resource'],
  [/^service control/i, 'serviceControl'],
  [/^resource control/i, 'resourceControl'],
  [/^vpc endpoint/i, 'vpcEndpoint'],
];

const NOTHING_ALLOWS = /because no ([a-z -]+? (?:policy|boundary)) allows/i;
const DENIES =
  /with an explicit deny in (?:an? |the )?([a-z -]+? (?:policy|boundary))(?:\s*:\s*(arn:[^\s"]*[^\s".,]))?/i;
const WHO = /User:\s*"?([^\s"]+)"? is not authorized to perform:?\s*"?([A-Za-z0-9-]+:[A-Za-z0-9*]+)"?/i;
const WHAT = /on resource:\s*(?:"([^"\n]*)"|(\S+?)(?=[.,]?(?:\s|$)))/i;
const OPERATION = /when calling the (\w+) operation/;
const FEDERATED = /Not authorized to perform:? (sts:AssumeRoleWith\w+)/i;
const IS_DENIAL =
  /not authorized to perform|access[ -]?denied|unauthorizedoperation|not authorized|is not allowed|explicit deny/i;
const ID = /authorization id(?:\s*(?:is|:))?\s*:?\s*([A-Za-z0-9][\w-]{7,})/i;
const LINK = /authorization-details\/([A-Za-z0-9][\w-]{7,})/;
const ENCODED = /Encoded authorization failure message:\s*([\w+/=-]{20,})/i;
const KEY_OR_POLICY = /because the resource does not exist in this Region, no resource-based policies allow access/i;

/** Of what a program printed, where lines may be wrapped; undefined: it is no denial. Of several, the last one. */
export function parseDenial(printed: string): Denial | undefined {
  const text = lastDenial(printed.replace(/\s+/g, ' ').trim());
  if (!IS_DENIAL.test(text)) {
    return undefined;
  }
  const [, who, asked] = WHO.exec(text) ?? [];
  const [, quoted, bare] = WHAT.exec(text) ?? [];
  return {
    action: asked ?? FEDERATED.exec(text)?.[1],
    operation: OPERATION.exec(text)?.[1],
    principal: who === undefined ? undefined : principalOf(who),
    resource: quoted ?? bare,
    reason: reasonOf(text),
    authorizationId: LINK.exec(text)?.[1] ?? ID.exec(text)?.[1],
    encodedMessage: ENCODED.exec(text)?.[1],
  };
}

/** What was asked of AWS before is another story. */
function lastDenial(text: string): string {
  const starts = [...text.matchAll(/An error occurred \(|User:\s/g)].map(({ index }) => index);
  const last = starts.at(-1);
  const before = starts.at(-2);
  if (last === undefined) {
    return text;
  }
  // The CLI's own words stand before those of the service, and belong to them.
  const isOne = before !== undefined && text.startsWith('A', before) && text.startsWith('User:', last);
  return text.slice(isOne ? before : last);
}

function reasonOf(text: string): DenialReason {
  const [, denying, policyArn] = DENIES.exec(text) ?? [];
  const denied = policyOf(denying);
  if (denied !== undefined) {
    return { kind: 'denies', policy: denied, policyArn };
  }
  const missing = policyOf(NOTHING_ALLOWS.exec(text)?.[1]);
  if (missing !== undefined) {
    return { kind: 'nothingAllows', policy: missing };
  }
  return { kind: KEY_OR_POLICY.test(text) ? 'resourceOrItsPolicy' : 'untold' };
}

function policyOf(named: string | undefined): DenyingPolicy | undefined {
  return named === undefined ? undefined : POLICIES.find(([pattern]) => pattern.test(named))?.[1];
}

function principalOf(arn: string): DeniedPrincipal {
  const [, partition = '', service = '', account = '', rest = ''] =
    /^arn:([^:]+):(iam|sts)::(\d{12}):(.+)$/.exec(arn) ?? [];
  const [type = '', ...names] = rest.split('/');
  const made = { arn, partition, account };
  if (service === 'iam' && type === 'user') {
    return { ...made, kind: 'user', name: names.join('/') };
  }
  if (service === 'iam' && rest === 'root') {
    return { ...made, kind: 'root', name: 'root' };
  }
  if (service === 'sts' && type === 'assumed-role') {
    return { ...made, kind: 'roleSession', name: names[0] ?? '' };
  }
  return service === 'sts' && type === 'federated-user'
    ? { ...made, kind: 'federatedUser', name: names[0] ?? '' }
    : { ...made, kind: 'other', name: arn };
}
