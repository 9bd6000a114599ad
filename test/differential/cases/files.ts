import { arn, dev, keys, profile, type Case } from '../case.js';

const BOB = `[dev]\n${keys('bob')}`;
const CONFIG = '.aws/config';
const CREDENTIALS = '.aws/credentials';
const MOVED = { 'moved/keys': BOB, 'moved/config': profile('dev', keys('bob')) };

/** Which files are read. */
const PLACES: readonly Case[] = [
  {
    what: 'a credentials file in the working directory',
    credentials: '',
    files: { keys: BOB },
    env: { AWS_SHARED_CREDENTIALS_FILE: 'keys' },
    difference: 'relative-path',
  },
  {
    what: 'a config file in the working directory',
    credentials: '',
    files: MOVED,
    env: { AWS_CONFIG_FILE: 'moved/config' },
    difference: 'relative-path',
  },
  {
    what: 'a config file in ./',
    credentials: '',
    files: MOVED,
    env: { AWS_CONFIG_FILE: './moved/config' },
    difference: 'relative-path',
  },
  {
    what: 'a credentials file in the working directory, beside a config file with keys',
    config: profile('dev', keys('anna')),
    credentials: '',
    files: { keys: BOB },
    env: { AWS_SHARED_CREDENTIALS_FILE: 'keys' },
    difference: 'relative-path',
  },
  {
    what: 'a config file in the working directory, beside a credentials file with keys',
    credentials: BOB,
    files: { config: dev('source_profile = dev') },
    env: { AWS_CONFIG_FILE: 'config' },
    difference: 'relative-path',
  },
  {
    what: 'a credentials file in the working directory that is not there',
    config: profile('dev', keys('bob')),
    env: { AWS_SHARED_CREDENTIALS_FILE: 'nothing/here' },
    difference: 'relative-path',
  },
  {
    what: 'a credentials file by a variable that is not set',
    config: profile('dev', keys('bob')),
    env: { AWS_SHARED_CREDENTIALS_FILE: '$NOWHERE/keys' },
    difference: 'relative-path',
  },
  {
    what: 'a credentials file by a variable that is relative itself',
    credentials: '',
    files: MOVED,
    env: { AWS_SHARED_CREDENTIALS_FILE: '${PLACE}/keys', PLACE: 'moved' },
    difference: 'relative-path',
  },
  {
    what: 'a credentials file in the home folder of nobody',
    config: profile('dev', keys('bob')),
    env: { AWS_SHARED_CREDENTIALS_FILE: '~nobody-here/keys' },
    difference: 'relative-path',
  },
  {
    what: 'a source profile in a credentials file in the working directory',
    config: dev('source_profile = base'),
    credentials: '',
    files: { keys: `[base]\n${keys('bob')}` },
    env: { AWS_SHARED_CREDENTIALS_FILE: 'keys' },
    difference: 'relative-path',
  },
  {
    what: 'a credentials file by ${HOME}',
    credentials: '',
    files: MOVED,
    env: { AWS_SHARED_CREDENTIALS_FILE: '${HOME}/moved/keys' },
  },
  {
    what: 'a credentials file with .. in its path',
    credentials: '',
    files: MOVED,
    env: { AWS_SHARED_CREDENTIALS_FILE: '<home>/bin/../moved/keys' },
  },
  {
    what: 'a credentials file that is the home folder',
    config: profile('dev', keys('bob')),
    env: { AWS_SHARED_CREDENTIALS_FILE: '~' },
  },
  {
    what: 'a credentials file that is a folder',
    config: profile('dev', keys('bob')),
    env: { AWS_SHARED_CREDENTIALS_FILE: '<home>/bin' },
  },
  {
    what: 'a credentials file that is not there',
    config: profile('dev', keys('bob')),
    env: { AWS_SHARED_CREDENTIALS_FILE: '<home>/nothing/here' },
  },
  {
    what: '/dev/null as credentials file',
    config: profile('dev', keys('bob')),
    credentials: BOB.replaceAll('BOB', 'CARL'),
    env: { AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
  },
  {
    what: 'a named pipe as credentials file',
    config: profile('dev', keys('bob')),
    pipes: ['pipe'],
    env: { AWS_SHARED_CREDENTIALS_FILE: '<home>/pipe' },
  },
  { what: 'a named pipe as config file', credentials: BOB, pipes: ['pipe'], env: { AWS_CONFIG_FILE: '<home>/pipe' } },
  {
    what: 'two named pipes',
    pipes: ['pipe', 'other'],
    env: { AWS_CONFIG_FILE: '<home>/pipe', AWS_SHARED_CREDENTIALS_FILE: '<home>/other' },
  },
  {
    what: 'a device without an end as config file',
    credentials: BOB,
    env: { AWS_CONFIG_FILE: '/dev/zero' },
  },
  {
    what: 'a home folder with a pattern in its name',
    homeName: 'a $& b',
    credentials: '',
    files: MOVED,
    env: { AWS_SHARED_CREDENTIALS_FILE: '~/moved/keys' },
  },
  {
    what: 'certificates in a home folder with a pattern in its name',
    homeName: 'a $& b',
    config: profile('dev', keys('anna'), 'endpoint_url = <tls>', 'ca_bundle = ~/ca.pem'),
    env: { AWS_ENDPOINT_URL: undefined },
  },
];

/** What is in them. */
const TEXTS: readonly Case[] = [
  {
    what: 'a config file in Latin-1',
    config: `# für Anna\n${dev('source_profile = base')}`,
    encodings: { [CONFIG]: 'latin1' },
  },
  {
    what: 'a config file in Latin-1, further down',
    config: `${dev('source_profile = base')}[profile x]\n# für Anna\n`,
    encodings: { [CONFIG]: 'latin1' },
  },
  {
    what: 'a credentials file in Latin-1',
    config: dev('source_profile = base'),
    credentials: `[base]\n${keys('anna')}# für Anna\n`,
    encodings: { [CREDENTIALS]: 'latin1' },
  },
  {
    what: 'a credentials file in Latin-1 that holds another profile',
    config: profile('dev', keys('bob')),
    credentials: `[other]\n# für Anna\n${keys('anna')}`,
    encodings: { [CREDENTIALS]: 'latin1' },
    difference: 'one-bad-section',
  },
  { what: 'a config file in UTF-16', config: profile('dev', keys('bob')), encodings: { [CONFIG]: 'utf16le' } },
  { what: 'a credentials file in UTF-16', credentials: BOB, encodings: { [CREDENTIALS]: 'utf16le' } },
  {
    what: 'letters and emoji of UTF-8',
    config: `# für Anna 🙂\n${profile('bürö 🙂', `role_arn = ${arn('dev')}`, 'source_profile = base')}`,
    profile: 'bürö 🙂',
  },
  { what: 'lines that end as on old Macs', config: dev('source_profile = base').replaceAll('\n', '\r') },
  { what: 'a file without a last line end', credentials: BOB.trimEnd() },
  { what: 'colons instead of equals signs', config: dev('source_profile = base').replaceAll(' = ', ': ') },
  { what: 'no blanks around equals signs', config: dev('source_profile = base').replaceAll(' = ', '=') },
  { what: 'tabs around everything', config: dev('source_profile = base').replaceAll(' = ', '\t=\t\t') },
  { what: 'a value that a tab indents', config: `[profile dev]\nrole_arn = ${arn('dev')}\nsource_profile =\n\tbase\n` },
  { what: 'a blank line inside a profile', config: dev('', 'source_profile = base') },
  {
    what: 'a blank line inside a value',
    config: `[profile dev]\nrole_arn = ${arn('dev')}\nsource_profile = base\nexternal_id = a:b\n\n  c\n`,
  },
  { what: 'a form feed between lines', config: dev('source_profile = base\f') },
  { what: 'a no-break space around a value', config: dev('source_profile = \u00a0base\u00a0') },
  { what: 'the same key in two cases', credentials: `${BOB}AWS_ACCESS_KEY_ID = x\n` },
  { what: 'a key without a name', config: dev('source_profile = base', '= x') },
  { what: 'a header with something after it', config: dev('source_profile = base').replace(']', '] # mine') },
  {
    what: 'an empty header',
    config: `[]\nregion = eu-west-1\n${dev('source_profile = base')}`,
    difference: 'one-bad-section',
  },
  {
    what: 'a header that is not closed before another profile',
    config: `[profile x\n${keys('carl')}${dev('source_profile = base')}`,
    difference: 'one-bad-section',
  },
  {
    what: 'a header that is not closed after the profile',
    config: `${profile('dev', 'region = us-east-1')}[profile x\n${keys('carl')}`,
    env: { AWS_EC2_METADATA_DISABLED: 'true' },
  },
  {
    what: 'a services section in the credentials file',
    config: profile('dev', keys('anna'), 'services = local', 'endpoint_url = <endpoint>'),
    credentials: '[services local]\nsts =\n  endpoint_url = <other>\n',
    env: { AWS_ENDPOINT_URL: undefined },
  },
  {
    what: 'a plugins section',
    config: `[plugins]\nsome = nothing_by_this_name\n${dev('source_profile = base')}`,
    difference: 'plugins',
  },
  { what: 'an unknown section', config: `[preview]\nsdb = true\n${dev('source_profile = base')}` },
];

const INHERITED = `[DEFAULT]\n${keys('carl')}`;

/** [DEFAULT], which every section of its file inherits. */
const DEFAULTS: readonly Case[] = [
  {
    what: 'keys of DEFAULT in the config file',
    config: `${INHERITED}[profile dev]\nregion = us-east-1\n`,
    credentials: '',
  },
  { what: 'keys of DEFAULT under a profile’s own', config: `${INHERITED}${profile('dev', keys('bob'))}` },
  { what: 'keys of DEFAULT in a role that is its own source', config: `${INHERITED}${dev('source_profile = dev')}` },
  { what: 'keys of DEFAULT in a role of another source', config: `${INHERITED}${dev('source_profile = base')}` },
  { what: 'keys of DEFAULT for a source', config: `${INHERITED}${dev('source_profile = low')}[profile low]\n` },
  {
    what: 'keys of DEFAULT for a source in the other file',
    config: `${INHERITED}${dev('source_profile = low')}`,
    credentials: '[low]\n',
  },
  { what: 'DEFAULT by its name', profile: 'DEFAULT', credentials: INHERITED },
  {
    what: 'DEFAULT twice',
    credentials: `${INHERITED}[dev]\n[DEFAULT]\nregion = eu-west-1\n`,
    way: 'region-of-the-profile',
  },
  { what: 'DEFAULT after the profile', credentials: `[dev]\n${INHERITED}` },
  { what: 'a key of DEFAULT twice', credentials: `${INHERITED}region = eu-west-1\nregion = eu-west-1\n[dev]\n` },
  { what: 'keys of DEFAULT twice', credentials: `${INHERITED}${keys('bob')}[dev]\n` },
  {
    what: 'a key of DEFAULT twice, elsewhere',
    config: `[DEFAULT]\nregion = eu-west-1\nregion = eu-west-1\n${profile('dev', keys('bob'))}`,
  },
  { what: 'a line of DEFAULT that is nothing', credentials: `${INHERITED}nothing\n[dev]\n` },
  { what: 'a block of DEFAULT that is none', config: `${INHERITED}s3 =\n  nothing\n[profile dev]\n` },
  { what: 'a header after DEFAULT without its bracket', credentials: `${INHERITED}[bob\n${keys('bob')}[dev]\n` },
  { what: 'the header after DEFAULT without its bracket', credentials: `${INHERITED}[dev\nregion = eu-west-1\n` },
  { what: 'DEFAULT itself without its bracket', credentials: `[DEFAULT\n${keys('carl')}[dev]\n` },
  {
    what: 'DEFAULT with nothing in it but a mistake',
    config: `[DEFAULT]\nsource_profile base\n${dev('source_profile = base')}`,
  },
];

const named = (group: string, cases: readonly Case[]): readonly Case[] =>
  cases.map((given) => ({ ...given, what: `${group}: ${given.what}` }));

export const FILES: readonly Case[] = [...PLACES, ...TEXTS, ...named('DEFAULT', DEFAULTS)];
