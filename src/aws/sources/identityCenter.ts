import { roleCredentials } from '../identityCenter/roleCredentials.js';
import type { SourceContext } from './source.js';
import type { IdentityCenterSource } from '../../model/plan/source.js';
import type { SourceCredentials } from '../../model/session/credentials.js';

/** The credentials of a permission set, as GetRoleCredentials gives them; the user signs in where that is needed. */
export function identityCenterCredentials(
  source: IdentityCenterSource,
  { plan, environment, interaction, signal }: SourceContext,
): Promise<SourceCredentials> {
  const { homeDirectory } = environment;
  return roleCredentials({ portal: source, endpoints: plan.endpoints, homeDirectory, interaction, signal }, source);
}
