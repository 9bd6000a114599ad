import type { IdentityCenterSource } from '../../model/plan.js';
import { roleCredentials } from '../identityCenter/roleCredentials.js';
import type { SourceContext, SourceCredentials } from './source.js';

/** The credentials of a permission set, as GetRoleCredentials gives them; the user signs in where that is needed. */
export function identityCenterCredentials(
  source: IdentityCenterSource,
  { plan, environment, interaction, signal }: SourceContext,
): Promise<SourceCredentials> {
  const { homeDirectory } = environment;
  return roleCredentials({ portal: source, endpoints: plan.endpoints, homeDirectory, interaction, signal }, source);
}
