import { arn, dev, keys, profile, type Case } from '../case.js';

const ROLE = `role_arn = ${arn('dev')}\nsource_profile = base\n`;
const KEYS = keys('bob');

/** What a file may look like. */
export const SECTIONS: readonly Case[] = [
  { what: 'a name in double quotes', profile: 'my role', config: `[profile "my role"]\n${ROLE}` },
  { what: 'a name in single quotes', profile: 'my role', config: `[profile 'my role']\n${ROLE}` },
  { what: 'a name with an escape', profile: 'my role', config: `[profile my\\ role]\n${ROLE}` },
  { what: 'a name with a space and no quotes', profile: 'my role', config: `[profile my role]\n${ROLE}` },
  { what: 'a name that is quoted in half', config: `[profile d"ev"]\n${ROLE}` },
  { what: 'an open quote', config: `[profile "dev]\n${ROLE}` },
  { what: 'many spaces in the header', config: `[profile    dev]\n${ROLE}` },
  { what: 'spaces inside the brackets', config: `[ profile dev ]\n${ROLE}` },
  { what: 'profile in capitals', config: `[PROFILE dev]\n${ROLE}` },
  { what: 'profiles', config: `[profiles dev]\n${ROLE}` },
  { what: 'a header without profile', config: `[dev]\n${ROLE}` },
  { what: 'the same profile twice, written differently', config: `[profile dev]\n${ROLE}[profile "dev"]\n${KEYS}` },
  { what: 'the same section twice', config: `[profile dev]\n${ROLE}[profile dev]\nregion = eu-west-1\n` },
  {
    what: 'the same section twice, another one',
    config: `${dev('source_profile = base')}[profile x]\n[profile x]\n`,
    difference: 'one-bad-section',
  },
  { what: 'the same key twice', config: `[profile dev]\n${ROLE}source_profile = base\n` },
  { what: 'a dot and a slash in the name', profile: 'a.b/c@d', config: `[profile a.b/c@d]\n${ROLE}` },
  { what: 'a bracket in the name', profile: 'a]b', config: `[profile a]b]\n${ROLE}` },
  {
    what: 'DEFAULT, which all inherit',
    config: `[DEFAULT]\nrole_session_name = inherited\n${dev('source_profile = base')}`,
  },
  { what: 'comments of both kinds', config: `# one\n; two\n[profile dev]\n# three\n${ROLE}  ; four\n` },
  {
    what: 'a comment after a value',
    config: `[profile dev]\nrole_arn = ${arn('dev')} # mine\nsource_profile = base\n`,
  },
  {
    what: 'a comment after the source',
    config: `[profile dev]\nrole_arn = ${arn('dev')}\nsource_profile = base ; mine\n`,
  },
  { what: 'an indented value', config: `[profile dev]\nrole_arn = ${arn('dev')}\n  source_profile = base\n` },
  { what: 'an indented header', config: `[profile x]\nregion = eu-west-1\n  [profile dev]\n${ROLE}` },
  { what: 'a value on the next line', config: `[profile dev]\nrole_arn =\n  ${arn('dev')}\nsource_profile = base\n` },
  { what: 'a nested block', config: `${dev('source_profile = base')}s3 =\n  addressing_style = path\n` },
  { what: 'a nested block that is none', config: `${dev('source_profile = base')}s3 =\n  path\n` },
  { what: 'quotes around a value', config: `[profile dev]\nrole_arn = "${arn('dev')}"\nsource_profile = base\n` },
  { what: 'lines that end as on Windows', config: `[profile dev]\n${ROLE}`.replaceAll('\n', '\r\n') },
  { what: 'a mark at the start', config: `\uFEFF[profile dev]\n${ROLE}`, difference: 'one-bad-section' },
  {
    what: 'a line before the first section',
    config: `region = eu-west-1\n[profile dev]\n${ROLE}`,
    difference: 'one-bad-section',
  },
  { what: 'a line that is nothing', config: `[profile dev]\n${ROLE}nothing\n` },
  {
    what: 'a line that is nothing, elsewhere',
    config: `${dev('source_profile = base')}[profile x]\nnothing\n`,
    difference: 'one-bad-section',
  },
  {
    what: 'a malformed credentials file',
    config: dev('source_profile = base'),
    credentials: `[base]\n${KEYS}nothing\n`,
  },
  {
    what: 'a credentials file with [profile dev], by that name',
    profile: 'profile dev',
    credentials: `[profile dev]\n${KEYS}`,
  },
  { what: 'a header that is not closed', config: `[profile dev\n${ROLE}` },
  { what: 'a percent sign', config: dev('source_profile = base', 'external_id = %(x)s') },
  { what: 'an empty file', config: '', credentials: '' },
  {
    what: 'another profile that is broken',
    config: dev('source_profile = base') + profile('x', 'role_arn = nonsense'),
  },
];
