// ValidatePolicy of IAM Access Analyzer, and the Access Troubleshooter of IAM.
import { dnsSuffix, partitionOfRegion } from '../../model/partition.js';
import type { PolicyFinding, ValidatedResource, ValidatedType } from '../../model/iam/iamApi.js';
import type { IamTarget } from './iamTarget.js';
import { sendSigned } from './signedRequest.js';

/** As the API Reference of Access Analyzer has it. */
interface Reply {
  readonly findings?: readonly ValidateFinding[];
  readonly nextToken?: string;
}

interface ValidateFinding {
  readonly findingType: PolicyFinding['type'];
  readonly issueCode: string;
  readonly findingDetails: string;
  readonly learnMoreLink?: string;
  readonly locations?: readonly { readonly span?: Record<'start' | 'end', { readonly offset: number }> }[];
}

export async function validate(
  target: IamTarget,
  document: string,
  type: ValidatedType,
  resource?: ValidatedResource,
): Promise<PolicyFinding[]> {
  const { region } = target;
  const found: PolicyFinding[] = [];
  let token: string | undefined;
  do {
    const text = await sendSigned(target, {
      ...{ method: 'POST', origin: analyzerOrigin(target), path: '/policy/validation' },
      ...(token !== undefined && { query: { nextToken: token } }),
      body: JSON.stringify({
        ...{ locale: 'EN', policyDocument: document, policyType: type },
        ...(resource !== undefined && { validatePolicyResourceType: resource }),
      }),
      scope: { service: 'access-analyzer', region },
    });
    const reply = JSON.parse(text) as Reply;
    found.push(...(reply.findings ?? []).map(findingOf));
    token = reply.nextToken;
  } while (token !== undefined);
  return found;
}

function findingOf({
  findingType,
  issueCode,
  findingDetails,
  learnMoreLink,
  locations,
}: ValidateFinding): PolicyFinding {
  const span = locations?.[0]?.span;
  return {
    ...{ type: findingType, code: issueCode, details: findingDetails, learnMore: learnMoreLink },
    span: span && { start: span.start.offset, end: span.end.offset },
  };
}

export function authorizationDetails(target: IamTarget, id: string, region: string): Promise<string> {
  const origin = target.endpoints.iam ?? target.endpoints.all ?? `https://iam-toolbox.${region}.${suffixOf(region)}`;
  const path = `/authorization-details/${encodeURIComponent(id)}`;
  return sendSigned(target, { method: 'GET', origin, path, scope: { service: 'iam', region } });
}

/** As the endpoint rules of the service have it. */
export function analyzerOrigin({ endpoints, region }: Pick<IamTarget, 'endpoints' | 'region'>): string {
  const { accessAnalyzer, all, fips, dualstack } = endpoints;
  const partition = partitionOfRegion(region);
  if (accessAnalyzer !== undefined || all !== undefined) {
    return accessAnalyzer ?? all ?? '';
  }
  // GovCloud's own hosts are FIPS hosts.
  const isFips = fips === true && partition !== 'aws-us-gov';
  const name = isFips ? 'access-analyzer-fips' : 'access-analyzer';
  const suffix = dualstack === true ? (DUALSTACK.get(partition ?? 'aws') ?? suffixOf(region)) : suffixOf(region);
  return `https://${name}.${region}.${suffix}`;
}

const DUALSTACK: ReadonlyMap<string, string> = new Map([
  ['aws', 'api.aws'],
  ['aws-us-gov', 'api.aws'],
  ['aws-cn', 'api.amazonwebservices.com.cn'],
]);

function suffixOf(region: string): string {
  return dnsSuffix(partitionOfRegion(region) ?? 'aws');
}
