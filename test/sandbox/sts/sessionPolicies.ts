import { managedPolicy } from '../iam/managed.js';
import { MalformedPolicy, parseIdentityPolicy, type PolicyDocument } from '../iam/policy.js';
import { AwsError } from '../types.js';
import { members, validationError } from './call.js';

export interface SessionPolicies {
  /** undefined when none were passed. */
  readonly documents: readonly PolicyDocument[] | undefined;
  /** Percentage of the packed limit; undefined when nothing was passed. */
  readonly packedSize: number | undefined;
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
  if (arns.length > 10) throw validationError('PolicyArns may hold at most 10 policies.');
  if (inline === undefined && arns.length === 0) return { documents: undefined, packedSize: undefined };
  const length = (inline ?? '').length + arns.join('').length;
  return {
    documents: [...(inline === undefined ? [] : [parseInline(inline)]), ...arns.map(parseManaged)],
    packedSize: Math.max(1, Math.ceil((length / 2048) * 50)),
  };
}
