import { managedPolicy } from '../iam/managed.js';
import { MalformedPolicy, parseIdentityPolicy, type PolicyDocument } from '../iam/policy.js';
import { AwsError } from '../types.js';
import { members, validationError } from './call.js';

const MAX_ARNS = 10;
const MAX_CHARACTERS = 2048;

export interface SessionPolicies {
  /** undefined when none were passed. */
  readonly documents: readonly PolicyDocument[] | undefined;
  /** The inline policy and the ARNs, as passed. */
  readonly texts: readonly string[];
}

function parseInline(text: string): PolicyDocument {
  try {
    return parseIdentityPolicy(JSON.parse(text));
  } catch (error) {
    const message = error instanceof MalformedPolicy ? error.message : 'This policy contains invalid Json';
    throw new AwsError(400, 'MalformedPolicyDocument', message);
  }
}

function parseManaged(arn: string): PolicyDocument {
  const document = managedPolicy(arn);
  if (!document) throw validationError(`Policy ${arn} does not exist or is not attachable.`);
  return document;
}

/** Policy and PolicyArns of a request. Throws AwsError: MalformedPolicyDocument, ValidationError. */
export function sessionPolicies(parameters: ReadonlyMap<string, string>): SessionPolicies {
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
  return { documents: [...(inline === undefined ? [] : [parseInline(inline)]), ...arns.map(parseManaged)], texts };
}
