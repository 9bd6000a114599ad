import * as l10n from '../../base/l10n.js';
import type { IamCatalog, ResourceType } from '../catalog.js';
import { found, type Finding } from '../finding.js';
import { elementOf, textsOf, type Placed, type StatementTree } from '../policyTree.js';
import { overlaps } from '../wildcard.js';
import { actionsMatching } from './actions.js';

const error = found('error', 'resource');
const warning = found('warning', 'resource');

const PARTITION = /^(aws(-[a-z0-9-]+)?|.*[*?].*)$/i;

export function resourceFindings(statement: StatementTree, catalog: IamCatalog): Finding[] {
  const element = elementOf(statement.elements, 'Resource', 'NotResource');
  if (element === undefined) {
    return [];
  }
  const resources = textsOf(element.value);
  const malformed = resources.flatMap(shape);
  return malformed.length > 0 || element.name === 'NotResource'
    ? malformed
    : actionsWithout(statement, resources, catalog);
}

/** `arn:partition:service:region:account:resource`, of which each may have wildcards, or `*`. */
function shape({ text, node }: Placed): Finding[] {
  const flat = flattened(text);
  if (flat.startsWith('*')) {
    return []; // may become any
  }
  const [arn, partition = '', service = '', region, account, resource] = flat.split(/:(.*?):(.*?):(.*?):(.*?):(.*)/s);
  if (arn !== 'arn' || region === undefined || account === undefined || resource === undefined) {
    return [error(node, l10n.t('“{0}” is no ARN. Write it as {1}, or * for all.', text, 'arn:aws:s3:::bucket/*'))];
  }
  if (!PARTITION.test(partition)) {
    return [error(node, l10n.t('“{0}” is no partition of AWS, such as aws, aws-cn or aws-us-gov.', partition))];
  }
  if (service === 's3' && (region !== '' || account !== '') && !/^(access|storage-lens|job|\*)/.test(resource)) {
    return [
      error(
        node,
        l10n.t('The ARN of a bucket names no region and no account: {0}.', `arn:${partition}:s3:::${resource}`),
      ),
    ];
  }
  return flat.trim() === flat ? [] : [error(node, l10n.t('An ARN has no spaces around it.'))];
}

/** Variables may become any text, and have colons of their own. */
function flattened(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '*');
}

/** Actions named in full that act on none of the resources, such as s3:ListBucket on `bucket/*`. */
function actionsWithout({ elements }: StatementTree, resources: readonly Placed[], catalog: IamCatalog): Finding[] {
  const action = elementOf(elements, 'Action');
  if (action === undefined || resources.length === 0) {
    return [];
  }
  return textsOf(action.value).flatMap(({ text, node }) => {
    const [prefix = '', name = ''] = text.split(':');
    const service = catalog.service(prefix);
    if (service === undefined || /[*?]/.test(name)) {
      return [];
    }
    const [known] = actionsMatching(name, service.actions);
    if (known === undefined) {
      return [];
    }
    if (known.resourceTypes.length === 0) {
      return resources.some(({ text: resource }) => flattened(resource).startsWith('*'))
        ? []
        : [warning(node, l10n.t('{0} acts on no resource of its own: it is allowed by "Resource": "*" alone.', text))];
    }
    const acts = (resource: Placed) =>
      known.resourceTypes.some((type) =>
        overlaps(flattened(resource.text), type.arn, hasPartsBelow(type, service.resourceTypes)),
      );
    return resources.some(acts)
      ? []
      : [
          warning(
            node,
            l10n.t(
              '{0} acts on none of these resources. It takes {1}.',
              text,
              known.resourceTypes.map(({ arn }) => arn.replace('${Partition}', 'aws')).join(', '),
            ),
          ),
        ];
  });
}

/** As a bucket has objects: its own name then has no `/`, or each object would be a bucket. */
function hasPartsBelow({ arn }: ResourceType, types: readonly ResourceType[]): boolean {
  return types.some((other) => other.arn.startsWith(`${arn}/`));
}
