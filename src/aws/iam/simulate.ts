import * as IAM from '@aws-sdk/client-iam';
import type { SimulatedDecision, SimulationRequest } from '../../model/iam/iamApi.js';
import { every } from './pages.js';

export async function simulate(
  client: IAM.IAMClient,
  request: SimulationRequest,
): Promise<readonly SimulatedDecision[]> {
  const results = await every(
    (Marker) => send(client, request, Marker),
    (page) => page.EvaluationResults,
  );
  return results.map(decisionOf);
}

function send(client: IAM.IAMClient, request: SimulationRequest, Marker: string | undefined) {
  const { principalArn, policies, boundary, resourcePolicy, callerArn, actions, resources, context } = request;
  const common = {
    Marker,
    PolicyInputList: [...policies],
    PermissionsBoundaryPolicyInputList: boundary === undefined ? undefined : [boundary],
    ResourcePolicy: resourcePolicy,
    CallerArn: callerArn,
    ActionNames: [...actions],
    ResourceArns: resources.length === 0 ? undefined : [...resources],
    ContextEntries: [...context].map(([name, values]) => entryOf(name, values)),
  };
  if (principalArn === undefined) {
    return client.send(new IAM.SimulateCustomPolicyCommand(common));
  }
  return client.send(new IAM.SimulatePrincipalPolicyCommand({ ...common, PolicySourceArn: principalArn }));
}

/** IAM converts the text as the operator of the condition wants it. */
function entryOf(name: string, values: readonly string[]): IAM.ContextEntry {
  const ContextKeyType = values.length === 1 ? 'string' : 'stringList';
  return { ContextKeyName: name, ContextKeyValues: [...values], ContextKeyType };
}

function decisionOf(result: IAM.EvaluationResult): SimulatedDecision {
  const decision = result.EvalDecision ?? 'implicitDeny';
  return {
    action: result.EvalActionName ?? '',
    resource: result.EvalResourceName ?? '*',
    decision,
    matched: (result.MatchedStatements ?? []).flatMap(({ SourcePolicyId }) => SourcePolicyId ?? []),
    allowedByBoundary: result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
    allowedByOrganization: result.OrganizationsDecisionDetail?.AllowedByOrganizations,
    missingContext: result.MissingContextValues ?? [],
  };
}
