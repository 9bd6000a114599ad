import { acceptPolicy } from '../iam/grammar.js';
import type { ManagedPolicies } from '../iam/managed.js';
import type { PolicyDocument } from '../iam/policy.js';
import { members, validationError, type StsCall } from './call.js';

const MAX_ARNS = 10;
const MAX_CHARACTERS = 2048;

export interface SessionPolicies {
  /** undefined when none were passed. */
  readonly documents: readonly PolicyDocument[] | undefined;
  /** The inline policy and the ARNs, as passed. */
  readonly texts: readonly string[];
}

/** AWS's, or one of the account that the session is of. */
function managed(policies: ManagedPolicies, arn: string, accountId: string): PolicyDocument {
  const document = policies.document(arn);
  if (!document || (policies.get(arn)?.accountId ?? accountId) !== accountId)
    throw validationError(`Policy ${arn} does not exist or is not attachable.`);
  return document;
}

/** Policy and PolicyArns of a request for a session of the account. Throws AwsError: MalformedPolicyDocument, ValidationError. */
export function sessionPolicies({ parameters, directory }: StsCall, accountId: string): SessionPolicies {
  const inline = parameters.get('Policy');
  const arns = members(parameters, 'PolicyArns', 'arn');
  if (arns.length > MAX_ARNS) throw validationError(`PolicyArns may hold at most ${MAX_ARNS} policies.`);
  const texts = [...(inline === undefined ? [] : [inline]), ...arns];
  if (texts.length === 0) return { documents: undefined, texts };
  if (texts.join('').length > MAX_CHARACTERS) {
    throw validationError(
      `The plain text of inline and managed session policies can't exceed ${MAX_CHARACTERS} characters.`,
    );
  }
  const documents = [
    ...(inline === undefined ? [] : [acceptPolicy(inline, 'identity')]),
    ...arns.map((arn) => managed(directory.policies, arn, accountId)),
  ];
  return { documents, texts };
}
