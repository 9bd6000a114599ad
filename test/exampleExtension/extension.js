// An example of an extension that calls AWS with the sessions of Role Sessions for AWS, as docs/api.md tells. It asks STS
// who it is, and counts the sessions in the status bar.
const vscode = require('vscode');
const { GetCallerIdentityCommand, STSClient } = require('@aws-sdk/client-sts');

/**
 * @typedef {import('../../src/api/roleSessions.js').RoleSessionsExports} RoleSessionsExports
 * @typedef {import('../../src/api/roleSessions.js').RoleSessionsApi} RoleSessionsApi
 * @typedef {import('../../src/api/roleSessions.js').CredentialsProvider} CredentialsProvider
 */

/** @returns {Promise<RoleSessionsApi>} */
async function roleSessions(/** @type {vscode.ExtensionContext} */ context) {
  /** @type {vscode.Extension<RoleSessionsExports> | undefined} */
  const extension = vscode.extensions.getExtension('role-sessions.role-sessions');
  if (extension === undefined) {
    throw new Error('Role Sessions for AWS is not installed.');
  }
  return (await extension.activate()).getApi(1, context.extension);
}

/** The ARN that the provider's credentials have by now. */
async function arnOf(/** @type {CredentialsProvider} */ provider) {
  /** @type {string | undefined} */
  const endpoint = vscode.workspace.getConfiguration('roleSessionsExample').get('endpoint');
  const { region } = provider.session;
  const client = new STSClient({ region, credentials: provider, ...(endpoint && { endpoint }) });
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    return Arn ?? '';
  } finally {
    client.destroy();
  }
}

/** @returns {Promise<void>} */
async function whoAmI(/** @type {RoleSessionsApi} */ api) {
  try {
    const arn = await arnOf(await api.credentials({ reason: 'to show who you are to AWS' }));
    void vscode.window.showInformationMessage(`AWS says: ${arn}`, 'OK');
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error), 'OK');
  }
}

exports.activate = async (/** @type {vscode.ExtensionContext} */ context) => {
  const api = await roleSessions(context);
  const item = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Left, 0);
  const count = async () => {
    const sessions = await api.list();
    item.text = `AWS sessions: ${sessions.length}`;
    item.show();
  };
  await count();
  context.subscriptions.push(
    item,
    api.onDidChange(() => void count()),
    vscode.commands.registerCommand('roleSessionsExample.whoAmI', () => whoAmI(api)),
  );
  return { api, arnOf, item };
};
