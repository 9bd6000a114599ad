import { asWritten, userSetting } from '../editor/settings.js';
import { Configuration } from './configuration.js';
import { editorEnvironment } from './editorEnvironment.js';
import { AwsFiles } from './files/awsFiles.js';
import type { KeptKeysStore } from './sources/keptKeys.js';

/** What this user has configured: the AWS files and the settings, as they are at each moment. */
export function openConfiguration(secrets: Pick<KeptKeysStore, 'get'>): Configuration {
  const environment = editorEnvironment();
  const settings = {
    roles: userSetting('roleSessions.roles', asWritten),
    sessionName: userSetting('roleSessions.sessionName', asWritten),
    mfaSessionDurationSeconds: userSetting('roleSessions.mfaSessionDurationSeconds', asWritten),
  };
  return new Configuration(settings, new AwsFiles(environment), environment, secrets);
}
