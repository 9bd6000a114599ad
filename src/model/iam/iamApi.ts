import type { IamCall } from './iamCall.js';

/**
 * What a read came to. `denied`: the caller may not read it, so that nothing is known; with AWS's own sentence. All
 * else that fails is thrown as a UserError.
 */
export type IamRead<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'denied'; readonly message: string };

/** A policy by the name it has in its user, group or role. */
export interface InlinePolicy {
  readonly name: string;
  /** JSON text, decoded. */
  readonly document: string;
}

/** An AttachedPolicy, or one that ListPolicies gives. */
export interface ManagedPolicyName {
  readonly name: string;
  readonly arn: string;
}

export interface ManagedPolicy extends ManagedPolicyName {
  /** Of the default version: JSON text, decoded. */
  readonly document: string;
}

/** A user, group or role as far as policies are concerned. */
export interface Permissions {
  readonly inline: readonly InlinePolicy[];
  readonly attached: readonly ManagedPolicyName[];
}

export interface IamUser extends Permissions {
  readonly arn: string;
  readonly name: string;
  /** ARN of the managed policy. */
  readonly boundary: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  /** AccessKeyIds, which are no secrets. */
  readonly accessKeys: readonly string[];
  /** GroupNames. */
  readonly groups: readonly string[];
}

export interface IamGroup extends Permissions {
  readonly arn: string;
  readonly name: string;
}

export interface IamRole extends Permissions {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  /** JSON text, decoded. */
  readonly trust: string;
  readonly boundary: string | undefined;
  readonly description: string | undefined;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly tags: ReadonlyMap<string, string>;
}

/** One evaluation of SimulateCustomPolicy or SimulatePrincipalPolicy. */
export interface SimulatedDecision {
  readonly action: string;
  readonly resource: string;
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** SourcePolicyIds of the statements that matched. */
  readonly matched: readonly string[];
  /** Undefined where no boundary or organization came into it. */
  readonly allowedByBoundary: boolean | undefined;
  readonly allowedByOrganization: boolean | undefined;
  /** Keys of the context that a statement asks for and nobody gave. */
  readonly missingContext: readonly string[];
}

export interface SimulationRequest {
  /** Of SimulatePrincipalPolicy; undefined for SimulateCustomPolicy. */
  readonly principalArn?: string;
  readonly policies: readonly string[];
  readonly boundary?: string;
  readonly resourcePolicy?: string;
  readonly callerArn?: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly context: ReadonlyMap<string, readonly string[]>;
}

/** A finding of Access Analyzer's ValidatePolicy. */
export interface PolicyFinding {
  readonly type: 'ERROR' | 'SECURITY_WARNING' | 'WARNING' | 'SUGGESTION';
  readonly code: string;
  readonly details: string;
  /** URL of AWS's page about it. */
  readonly learnMore: string | undefined;
  /** Offsets in characters into the document, where AWS names them. */
  readonly span: { readonly start: number; readonly end: number } | undefined;
}

/** IAM and its sisters as one caller. Each method throws UserError, with the call's name, where nothing can be said. */
export interface IamApi {
  user(name: string): Promise<IamRead<IamUser>>;
  group(name: string): Promise<IamRead<IamGroup>>;
  role(name: string): Promise<IamRead<IamRole>>;
  /** One inline policy of a role: it takes no right to see the rest. */
  rolePolicy(role: string, name: string): Promise<IamRead<InlinePolicy>>;
  policy(arn: string): Promise<IamRead<ManagedPolicy>>;
  /** Of AWS and of the account. */
  policies(signal?: AbortSignal): Promise<IamRead<readonly ManagedPolicyName[]>>;
  /** ARNs. */
  samlProviders(): Promise<IamRead<readonly string[]>>;
  /** ARNs. */
  openIdProviders(): Promise<IamRead<readonly string[]>>;
  /**
   * `NewAccessKey` for CreateAccessKey, nothing for all others.
   * @throws UserError with AWS's sentence
   */
  call(call: IamCall): Promise<NewAccessKey | undefined>;
  simulate(request: SimulationRequest): Promise<IamRead<readonly SimulatedDecision[]>>;
  /** ValidatePolicy of IAM Access Analyzer. */
  validate(
    document: string,
    type: ValidatedType,
    resourceType?: ValidatedResource,
  ): Promise<IamRead<readonly PolicyFinding[]>>;
  /** DecodeAuthorizationMessage of STS: JSON text. */
  decode(encoded: string): Promise<IamRead<string>>;
  /** GetRequestAuthorizationDetails of the Access Troubleshooter: JSON text. */
  authorizationDetails(id: string, region: string): Promise<IamRead<string>>;
  destroy(): void;
}

export interface NewAccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Of what a resource policy is, where that decides what may stand in it. */
export type ValidatedResource = 'AWS::IAM::AssumeRolePolicyDocument';

export type ValidatedType = 'IDENTITY_POLICY' | 'RESOURCE_POLICY' | 'SERVICE_CONTROL_POLICY';
