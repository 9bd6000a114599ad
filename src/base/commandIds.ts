/** Every command that package.json contributes; a test compares both ways. */
export const COMMAND_IDS = [
  'roleSessions.assumeRole',
  'roleSessions.assumeRoleWithOptions',
  'roleSessions.assumeRoleByArn',
  'roleSessions.assumeWithLess',
  'roleSessions.narrowSession',
  'roleSessions.getSessionToken',
  'roleSessions.getFederationToken',
  'roleSessions.showPlan',
  'roleSessions.forgetMfaSession',
  'roleSessions.identityCenter.signIn',
  'roleSessions.identityCenter.assumeRole',
  'roleSessions.identityCenter.signOut',
  'roleSessions.renewSession',
  'roleSessions.useSession',
  'roleSessions.useSessionForFolder',
  'roleSessions.letFolderFollow',
  'roleSessions.forgetFolderRoles',
  'roleSessions.endSession',
  'roleSessions.endAllSessions',
  'roleSessions.showActions',
  'roleSessions.openTerminal',
  'roleSessions.splitTerminal',
  'roleSessions.showTerminalIdentity',
  'roleSessions.copyRoleArn',
  'roleSessions.exportCredentials',
  'roleSessions.manageExtensionAccess',
  'roleSessions.addManagedProfile',
  'roleSessions.removeManagedProfile',
  'roleSessions.openRoleDefinition',
  'roleSessions.openConfigFile',
  'roleSessions.openCredentialsFile',
  'roleSessions.openSettings',
  'roleSessions.showLog',
  'roleSessions.showAuditLog',
  'roleSessions.exportAuditLog',
  'roleSessions.clearAuditLog',
  'roleSessions.s3.refresh',
  'roleSessions.s3.openBucket',
  'roleSessions.s3.loadMore',
  'roleSessions.s3.retry',
  'roleSessions.s3.showFailure',
  'roleSessions.s3.open',
  'roleSessions.s3.download',
  'roleSessions.s3.upload',
  'roleSessions.s3.copyUri',
  'roleSessions.s3.copyArn',
  'roleSessions.s3.copyUrl',
  'roleSessions.s3.removeBucket',
  'roleSessions.s3.pin',
  'roleSessions.s3.unpin',
  'roleSessions.s3.explainTab',
  'roleSessions.api.list',
  'roleSessions.api.active',
  'roleSessions.api.credentials',
] as const;

export type CommandId = (typeof COMMAND_IDS)[number];

/** Whether other extensions call it, and the user does not: what it throws is for them. */
export function isForExtensions(id: CommandId): boolean {
  return id.startsWith('roleSessions.api.');
}

/** As package.json has it. */
export const TERMINAL_PROFILE = 'roleSessions.terminal';
