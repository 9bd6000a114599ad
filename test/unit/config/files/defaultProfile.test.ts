import { describe, expect, it } from 'vitest';
import { defaultProfile } from '../../../../src/config/files/defaultProfile.js';
import type { FileText } from '../../../../src/config/files/fileText.js';

const file = (text: string | undefined, more: Partial<FileText> = {}): FileText => ({ file: '/aws/x', text, ...more });
const of = (config: string | undefined, credentials?: string) =>
  defaultProfile({ config: file(config), credentials: file(credentials) });

describe('what whoever names no profile takes from the AWS files', () => {
  it.each([
    ['no files', undefined, undefined],
    ['other profiles', '[profile dev]\nrole_arn = x\n', '[dev]\naws_access_key_id = x\n'],
    ['a region', '[default]\nregion = us-west-2\noutput = json\ncli_pager =\nretry_mode = standard\n', '[default]\n'],
    ['settings of S3', '[default]\ns3 =\n  addressing_style = path\n', undefined],
  ])('is nothing with %s', (_, config, credentials) => {
    expect(of(config, credentials)).toBe('nothing');
  });

  it.each([
    ['keys', '', '[default]\naws_access_key_id = AKIA\naws_secret_access_key = x\n'],
    ['keys in the config file', '[default]\naws_access_key_id = AKIA\n', ''],
    ['a role', '[default]\nrole_arn = x\nsource_profile = y\n', ''],
    ['a sign-in', '[default]\nsso_session = x\n', ''],
    ['a program', '[default]\ncredential_process = x\n', ''],
    ['`aws login`', '[default]\nlogin_session = x\n', ''],
    ['an option that is new', '[default]\nsomething_new = x\n', ''],
    ['the name with the word before it', '[profile default]\nrole_arn = x\n', ''],
    ['a line that is none', '[default]\nregion = us-west-2\nwhat is this\n', ''],
  ])('is credentials with %s', (_, config, credentials) => {
    expect(of(config, credentials)).toBe('credentials');
  });

  it('is taken for credentials where a file cannot be read', () => {
    const unreadable = file(undefined, { unreadable: 'EACCES' });
    expect(defaultProfile({ config: unreadable, credentials: file('') })).toBe('credentials');
    expect(defaultProfile({ config: file(''), credentials: unreadable })).toBe('credentials');
  });

  it('is what older tools have left, where they have', () => {
    expect(defaultProfile({ config: file(''), credentials: file(''), legacy: '/etc/boto.cfg' })).toBe('legacy');
  });
});
