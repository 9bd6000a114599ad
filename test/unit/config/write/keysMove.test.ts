import { describe, expect, it } from 'vitest';
import type { SharedFiles } from '../../../../src/config/files/fileText.js';
import { clearKeys, clearPair, keptProfiles, moveKeys, moveKeysBack } from '../../../../src/config/write/keysMove.js';
import { withChanges, type Changes } from '../../../../src/config/write/profileEdits.js';
import type { Checked } from '../../../../src/base/checked.js';

const ID = '0123456789abcdef0123456789abcdef';
const COMMAND = `/x/role-sessions-credentials --keys AKIAIOSFODNN7EXAMPLE ${ID}`;
const PAIR = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'MARKED' };
const KEYS = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = MARKED\n';

function filesOf(config: string | undefined, credentials: string | undefined): SharedFiles {
  return { config: { file: 'config', text: config }, credentials: { file: 'credentials', text: credentials } };
}

function texts(files: SharedFiles, changes: Checked<Changes>) {
  if (!changes.ok) throw new Error(changes.problem.message);
  const { config, credentials } = withChanges(files, changes.value);
  return { order: changes.value.map(({ file }) => file), config: config.text, credentials: credentials.text };
}

describe('long-term keys in the clear', () => {
  it('are known with their file and line; temporary ones, halves and what has none are not', () => {
    const files = filesOf(
      `[profile c]\n${KEYS}[profile half]\naws_access_key_id = AKIA\n[profile r]\nregion = x\n`,
      `[a]\n${KEYS}[t]\n${KEYS}aws_session_token = x\n`,
    );
    const found = clearKeys(files);
    expect(found.map(({ profile, file, line }) => [profile, file, line])).toEqual([
      ['c', 'config', 3],
      ['a', 'credentials', 3],
    ]);
    expect(JSON.stringify(found)).not.toContain('MARKED');
    expect(clearPair(files, 'a')).toEqual(PAIR);
    expect(clearPair(files, 't')).toBeUndefined();
  });

  it.each([
    ['role_arn', `role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = a\n`],
    ['credential_process', 'credential_process = /bin/vault\n'],
    ['sso_session', 'sso_session = x\n'],
    ['login_session', 'login_session = x\n'],
  ])('beside %s have to stay, and it is said why', (key, text) => {
    const files = filesOf(`[profile a]\n${text}`, `[a]\n${KEYS}`);
    expect(clearKeys(files)[0]?.obstacle?.message).toContain(`has ${key} beside its keys`);
    expect(moveKeys(files, new Map([['a', COMMAND]])).ok).toBe(false);
  });

  it('that differ in the two files have to stay', () => {
    const files = filesOf(`[profile a]\n${KEYS.replace('MARKED', 'OTHER')}`, `[a]\n${KEYS}`);
    expect(clearKeys(files)[0]?.obstacle?.message).toContain('they differ');
    expect(moveKeys(files, new Map([['a', COMMAND]])).ok).toBe(false);
  });
});

describe('keys that are moved', () => {
  it('leave no trace, the config file is written first, and everything else stays', () => {
    const files = filesOf('# top\n[profile b]\nsource_profile = a\n', `# mine\n[a]\n${KEYS}\n[z]\n${KEYS}`);
    expect(texts(files, moveKeys(files, new Map([['a', COMMAND]])))).toEqual({
      order: ['config', 'credentials'],
      config: `# top\n[profile b]\nsource_profile = a\n\n[profile a]\ncredential_process = ${COMMAND}\n`,
      credentials: `# mine\n\n[z]\n${KEYS}`,
    });
  });

  it('of several profiles, and of a config file, go at once; what else a section says stays', () => {
    const files = filesOf(`[default]\n${KEYS}region = x\n`, `[a]\n${KEYS}region = y\n`);
    const moved = moveKeys(
      files,
      new Map([
        ['default', COMMAND],
        ['a', COMMAND],
      ]),
    );
    expect(texts(files, moved)).toMatchObject({
      config: `[default]\nregion = x\ncredential_process = ${COMMAND}\n\n[profile a]\ncredential_process = ${COMMAND}\n`,
      credentials: '[a]\nregion = y\n',
    });
  });

  it('that stand in both files alike go from both', () => {
    const files = filesOf(`[profile a]\n${KEYS}`, `[a]\n${KEYS}`);
    expect(JSON.stringify(texts(files, moveKeys(files, new Map([['a', COMMAND]]))))).not.toContain('MARKED');
  });

  it('that all profiles inherit are not moved', () => {
    const files = filesOf('', `[DEFAULT]\n${KEYS}[a]\nregion = x\n`);
    expect(moveKeys(files, new Map([['a', COMMAND]])).ok).toBe(false);
  });

  it('come back as they were', () => {
    const files = filesOf('[profile b]\nx = 1\n', `[a]\n${KEYS}`);
    const moved = moveKeys(files, new Map([['a', COMMAND]]));
    const there = moved.ok ? withChanges(files, moved.value) : files;
    expect(keptProfiles(there)).toEqual([{ profile: 'a', accessKeyId: PAIR.accessKeyId, id: ID }]);
    expect(texts(there, moveKeysBack(there, 'a', PAIR))).toEqual({
      order: ['credentials', 'config'],
      config: '[profile b]\nx = 1\n',
      credentials: `[a]\n${KEYS}`,
    });
  });
});
