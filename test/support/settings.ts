import { Listeners } from '../../src/base/listeners.js';
import type { RoleSettings } from '../../src/config/configuration.js';

/** The settings as somebody wrote them, which never change. */
export function writtenSettings(written: Readonly<Partial<Record<keyof RoleSettings, unknown>>> = {}): RoleSettings {
  const onDidChange = new Listeners().event;
  const { roles, sessionName, mfaSessionDurationSeconds } = written;
  return {
    roles: { value: roles, onDidChange },
    sessionName: { value: sessionName, onDidChange },
    mfaSessionDurationSeconds: { value: mfaSessionDurationSeconds, onDidChange },
  };
}
