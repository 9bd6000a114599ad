// Two judges of a role of the settings: the editor, with the schema of package.json, and the code.
import { getLanguageService, TextDocument, type JSONSchema } from 'vscode-json-languageservice';
import { readSettingRoles } from '../../../src/config/settings/settingRoles.js';
import { ROLES_SETTING_SCHEMA } from '../../../src/manifest/rolesSetting.js';

/** What checks settings.json in the editor. */
const service = getLanguageService({});
const SCHEMA = { type: 'object', properties: { 'roleSessions.roles': ROLES_SETTING_SCHEMA } } as unknown as JSONSchema;
const ENVIRONMENT = { variables: {}, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' };

/** What the editor underlines. */
export async function editorProblems(roles: unknown): Promise<readonly string[]> {
  const text = JSON.stringify({ 'roleSessions.roles': roles });
  const document = TextDocument.create('file:///settings.json', 'json', 1, text);
  const found = await service.doValidation(document, service.parseJSONDocument(document), {}, SCHEMA);
  return found.map(({ message }) => (typeof message === 'string' ? message : message.value));
}

/** What the picker shows as broken. */
export function ourProblems(roles: unknown): readonly string[] {
  const found = readSettingRoles(roles, { environment: ENVIRONMENT, sessionName: undefined });
  return found.flatMap(({ role }) => (role.ok ? [] : [role.problem.message]));
}

export interface Verdicts {
  readonly editor: boolean;
  readonly ours: boolean;
  /** What either has against it. */
  readonly problems: readonly string[];
}

/** Whether each takes the role. */
export async function verdicts(role: unknown): Promise<Verdicts> {
  const [editor, ours] = [await editorProblems([role]), ourProblems([role])];
  return { editor: editor.length === 0, ours: ours.length === 0, problems: [...editor, ...ours] };
}
