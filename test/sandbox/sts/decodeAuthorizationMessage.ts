// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
import type { Denied } from '../iam/denials.js';
import { AwsError } from '../types.js';
import { leaf } from '../xml.js';
import { demandOf, type SignedCall, type StsAction } from './call.js';
import { refuseUserSession } from './userSession.js';
import { validate } from './validation.js';

const items = (list: readonly object[]): object => ({ items: list });

function decoded({ principal, request, decision }: Denied): object {
  const matched = decision.matched.map(({ statement, policy }) => ({
    statementId: statement.sid ?? '',
    effect: statement.effect.toUpperCase(),
    principals: items([]),
    principalGroups: items([]),
    actions: items(statement.action.patterns.map((value) => ({ value }))),
    resources: items((statement.resource?.patterns ?? []).map((value) => ({ value }))),
    conditions: items([]),
    policyId: policy.origin?.id ?? '',
  }));
  return {
    allowed: false,
    explicitDeny: decision.outcome === 'explicitDeny',
    matchedStatements: items(matched),
    failures: items([]),
    context: {
      principal: { id: principal.userId, arn: principal.arn },
      action: request.action,
      resource: request.resource,
      conditions: items(
        [...request.context].map(([key, values]) => ({ key, values: items(values.map((value) => ({ value }))) })),
      ),
    },
  };
}

function run(call: SignedCall): string {
  refuseUserSession(call, 'DecodeAuthorizationMessage');
  validate(call.parameters, { EncodedMessage: { required: true, min: 1, max: 10_240 } });
  const { authority } = call.directory;
  authority.require(demandOf(call, { action: 'sts:DecodeAuthorizationMessage', resource: '*', context: [] }));
  const denied = authority.denials.ofMessage(call.parameters.get('EncodedMessage') ?? '');
  const own = denied?.principal.accountId === call.caller.principal.accountId;
  if (!denied || !own) {
    throw new AwsError(400, 'InvalidAuthorizationMessageException', 'Message is not valid.');
  }
  return leaf('DecodedMessage', JSON.stringify(decoded(denied)));
}

export const decodeAuthorizationMessage: StsAction = { signed: true, run };
