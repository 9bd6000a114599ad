import type { IamCatalog } from '../catalog.js';
import type { Finding } from '../finding.js';
import { namesPrincipals, type PolicyKind } from '../policyKind.js';
import type { PolicyTree } from '../policyTree.js';
import { actionFindings } from './actions.js';
import { conditionFindings } from './conditions.js';
import { elementFindings } from './elements.js';
import { principalFindings } from './principals.js';
import { resourceFindings } from './resources.js';
import { sizeFindings } from './sizes.js';

/**
 * What AWS would refuse in a policy document, or take for something else than it says, in the order of the text. What
 * the catalog does not know may be newer than it: that is a warning, never an error.
 */
export function diagnose(text: string, tree: PolicyTree, kind: PolicyKind, catalog: IamCatalog): Finding[] {
  const findings = [
    ...elementFindings(tree, kind),
    ...tree.statements.flatMap((statement) => [
      ...actionFindings(statement, kind, catalog),
      ...(kind === 'trust' ? [] : resourceFindings(statement, catalog)),
      ...(namesPrincipals(kind) ? principalFindings(statement, kind) : []),
      ...conditionFindings(statement, catalog),
    ]),
    ...sizeFindings(text, tree, kind),
  ];
  return findings.sort((a, b) => a.offset - b.offset);
}
