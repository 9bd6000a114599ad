import { asWritten, userSetting } from '../editor/settings.js';
import { RoleCatalog, type RoleSettings } from './catalog.js';
import { editorEnvironment } from './editorEnvironment.js';
import { AwsFiles } from './files/awsFiles.js';
import type { FileLocations } from './files/awsFiles.js';

export { useWords } from '../base/words.js';

/** The configuration as it is now: every role, and where the files are. */
export interface Configuration {
  readonly catalog: RoleCatalog;
  readonly locations: FileLocations;
  dispose(): void;
}

export function openConfiguration(): Configuration {
  const environment = editorEnvironment();
  const files = new AwsFiles(environment);
  const settings: RoleSettings = {
    roles: userSetting('roleSessions.roles', asWritten),
    sessionName: userSetting('roleSessions.sessionName', asWritten),
    mfaSessionDurationSeconds: userSetting('roleSessions.mfaSessionDurationSeconds', asWritten),
  };
  const catalog = new RoleCatalog(settings, files, environment);
  return {
    catalog,
    locations: files.locations,
    dispose: () => {
      catalog.dispose();
      files.dispose();
    },
  };
}
