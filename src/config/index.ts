import { AwsFiles } from './files/awsFiles.js';
import type { FileLocations } from './files/awsFiles.js';
import { RoleCatalog } from './catalog.js';
import { editorEnvironment } from './editorEnvironment.js';
import { Settings } from '../editor/settings.js';

/** The configuration as it is now: every role, and where the files are. */
export interface Configuration {
  readonly catalog: RoleCatalog;
  readonly locations: FileLocations;
  dispose(): void;
}

export function openConfiguration(): Configuration {
  const environment = editorEnvironment();
  const files = new AwsFiles(environment);
  const settings = new Settings();
  const catalog = new RoleCatalog(settings, files, environment);
  return {
    catalog,
    locations: files.locations,
    dispose: () => {
      catalog.dispose();
      settings.dispose();
      files.dispose();
    },
  };
}
