import { EventEmitter } from 'vscode';
import type { Uri } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import { ApiError } from './apiError.js';
import type { CredentialsProvider, CredentialsRequest, RoleSessionsExports, SessionInfo } from './roleSessions.js';

/** What is loaded later. */
export interface LoadedApi {
  list(): Promise<readonly SessionInfo[]>;
  active(folder?: Uri): Promise<SessionInfo | undefined>;
  credentials(extension: unknown, request: CredentialsRequest): Promise<CredentialsProvider>;
  onDidChange(listener: () => unknown): Disposable;
}

/** What other extensions get at once: it waits for what is loaded later when it is called. */
export function lazyExports(loaded: Promise<LoadedApi>): {
  readonly exports: RoleSessionsExports;
  readonly changes: Disposable;
} {
  const changed = new EventEmitter<void>();
  void loaded.then(
    (api) => api.onDidChange(() => changed.fire()),
    () => undefined, // each call says why
  );
  const exports: RoleSessionsExports = {
    getApi: (version: unknown, extension: unknown) => {
      if (version !== 1) {
        throw new ApiError('unsupported-version', l10n.t('Role Sessions for AWS has no API of that version, but 1.'));
      }
      const id: unknown = typeof extension === 'object' && extension !== null && 'id' in extension && extension.id;
      return {
        version,
        list: async () => (await loaded).list(),
        active: async (folder) => (await loaded).active(folder),
        onDidChange: changed.event,
        credentials: async (request) => (await loaded).credentials(id, request),
      };
    },
  };
  return { exports, changes: changed };
}
