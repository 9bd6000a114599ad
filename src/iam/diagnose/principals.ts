import * as l10n from '../../base/l10n.js';
import { found, type Finding } from '../finding.js';
import type { PolicyKind } from '../policyKind.js';
import { elementOf, elementsOf, textsOf, type Placed, type StatementTree } from '../policyTree.js';
import { PRINCIPAL_TYPES } from '../vocabulary.js';

const error = found('error', 'principal');
const warning = found('warning', 'principal');
const broad = found('warning', 'broad');

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const AWS_PRINCIPAL =
  /^(\*|\d{12}|A(ID|RO)A[A-Z0-9]{12,}|arn:aws[a-z0-9-]*:(iam::\d{12}:(root|(user|role)\/[^*?]+)|sts::\d{12}:(assumed-role\/[^/*?]+\/[^*?]+|federated-user\/[^*?]+|self)|iam::cloudfront:user\/[^*?]+))$/;
const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$|^[a-z0-9-]+\.aws\.internal$/;
const FEDERATED =
  /^(arn:aws[a-z0-9-]*:iam::\d{12}:(saml-provider|oidc-provider)\/.+|cognito-identity\.amazonaws\.com|www\.amazon\.com|graph\.facebook\.com|accounts\.google\.com|[a-z0-9.-]+\.[a-z]{2,}(\/.*)?)$/;
const OIDC_WITHOUT_OWNER = /:oidc-provider\/(token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io)$/;

/** Who is named, of a statement of a policy that names somebody. */
export function principalFindings(statement: StatementTree, kind: PolicyKind): Finding[] {
  const element = elementOf(statement.elements, 'Principal', 'NotPrincipal');
  if (element === undefined) {
    return [];
  }
  const { value } = element;
  if (value.type !== 'object' && value.value !== '*') {
    return [
      error(
        value,
        l10n.t('{0} is "*" or an object such as {1}.', element.name, '{ "AWS": "arn:aws:iam::123456789012:root" }'),
      ),
    ];
  }
  const types = elementsOf(value);
  const allows = elementOf(statement.elements, 'Effect')?.value.value === 'Allow';
  return [
    ...types
      .filter(({ name }) => !PRINCIPAL_TYPES.some((known) => known === name))
      .map(({ name, key }) =>
        error(key, l10n.t('“{0}” is no kind of principal. There are {1}.', name, PRINCIPAL_TYPES.join(', '))),
      ),
    ...types.flatMap(({ name, value: names }) => textsOf(names).flatMap((principal) => spelling(name, principal))),
    ...(allows && element.name === 'Principal' ? anybody(statement, kind) : []),
    ...(allows && element.name === 'NotPrincipal'
      ? [broad(element.key, l10n.t('Allow with NotPrincipal allows everybody else, also who is not signed in.'))]
      : []),
    ...(kind === 'trust' ? assumedHow(statement) : []),
  ];
}

function spelling(type: string, { text, node }: Placed): Finding[] {
  if (type === 'AWS' && !AWS_PRINCIPAL.test(text)) {
    return [
      error(
        node,
        /[*?]/.test(text)
          ? l10n.t(
              'A principal takes no wildcard but "*" alone. Name the account, and its ARNs by the condition {0}.',
              'ArnLike aws:PrincipalArn',
            )
          : l10n.t('“{0}” is no account, user, role or session of AWS.', text),
      ),
    ];
  }
  if (type === 'Service' && !SERVICE.test(text)) {
    return [error(node, l10n.t('“{0}” is no principal of a service, such as {1}.', text, 'lambda.amazonaws.com'))];
  }
  return type === 'Federated' && !FEDERATED.test(text)
    ? [error(node, l10n.t('“{0}” is no identity provider: give the ARN of a SAML or OIDC provider of IAM.', text))]
    : [];
}

function anybody({ elements }: StatementTree, kind: PolicyKind): Finding[] {
  const principal = elementOf(elements, 'Principal');
  const named = principal === undefined ? [] : elementsOf(principal.value);
  const isAnybody =
    principal?.value.value === '*' ||
    textsOf(named.find(({ name }) => name === 'AWS')?.value ?? { type: 'null', offset: 0, length: 0 }).some(
      ({ text }) => text === '*',
    );
  const condition = elementOf(elements, 'Condition');
  if (principal !== undefined && isAnybody && (condition === undefined || elementsOf(condition.value).length === 0)) {
    return [
      broad(
        principal.value,
        kind === 'trust'
          ? l10n.t('Anybody in any account of AWS may assume this role. Name who may, or add a condition.')
          : l10n.t('This is for everybody, also who is not signed in. Name who may, or add a condition.'),
      ),
    ];
  }
  return [];
}

/** Each kind of principal has its own call; and who shares a provider with all the world is told by its subject alone. */
function assumedHow({ elements }: StatementTree): Finding[] {
  const principal = elementOf(elements, 'Principal');
  const action = elementOf(elements, 'Action');
  if (principal === undefined || action === undefined) {
    return [];
  }
  const actions = textsOf(action.value);
  const federated = elementsOf(principal.value).find(({ name }) => name === 'Federated');
  const conditions = elementOf(elements, 'Condition');
  const keys = conditions === undefined ? [] : elementsOf(conditions.value).flatMap(({ value }) => elementsOf(value));
  return (federated === undefined ? [] : textsOf(federated.value)).flatMap(({ text, node }) => {
    const call = text.includes(':saml-provider/') ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
    const findings: Finding[] = [];
    if (!actions.some((each) => /[*?]/.test(each.text) || each.text.toLowerCase() === call.toLowerCase())) {
      findings.push(warning(action.value, l10n.t('Who comes from {0} assumes a role by {1}.', text, call)));
    }
    if (OIDC_WITHOUT_OWNER.test(text) && !keys.some(({ name }) => name.toLowerCase().endsWith(':sub'))) {
      findings.push(
        error(
          node,
          l10n.t(
            'This provider is for all the world: without a condition on its {0} any of its users may assume this role.',
            `${text.replace(/^.*:oidc-provider\//, '')}:sub`,
          ),
        ),
      );
    }
    return findings;
  });
}
