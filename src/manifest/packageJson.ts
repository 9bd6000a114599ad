import { ROLES_SETTING } from '../config/settings/settingRoles.js';
import { ROLES_SETTING_SCHEMA } from './rolesSetting.js';

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

/**
 * The text of package.json with the value of roleSessions.roles made anew; everything else is written by hand and
 * stays. The format is Prettier's for this file.
 */
export function withRolesSchema(text: string): string {
  const manifest = JSON.parse(text) as Manifest;
  const { contributes } = manifest;
  const configuration = contributes.configuration.map(({ properties, ...section }) => ({
    ...section,
    properties: ROLES_SETTING in properties ? { ...properties, [ROLES_SETTING]: ROLES_SETTING_SCHEMA } : properties,
  }));
  return `${JSON.stringify({ ...manifest, contributes: { ...contributes, configuration } }, null, 2)}\n`;
}
