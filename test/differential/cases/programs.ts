import { accessKeyId, dev, keys, profile, secretAccessKey, type Case } from '../case.js';

const CARL = { Version: 1, AccessKeyId: accessKeyId('carl'), SecretAccessKey: secretAccessKey('carl') };
const LENT = { ...CARL, AccessKeyId: '<tempId>', SecretAccessKey: '<tempSecret>', SessionToken: '<tempToken>' };
const PRINTS = profile('dev', 'credential_process = /bin/cat <home>/reply');

/** A process that prints this. */
const printing = (what: string, reply: object | string, more: Partial<Case> = {}): Case => ({
  what: `a process that prints ${what}`,
  config: PRINTS,
  files: { reply: typeof reply === 'string' ? reply : JSON.stringify(reply) },
  ...more,
});

const ending = (what: string, Expiration: unknown, more: Partial<Case> = {}): Case =>
  printing(`an end ${what}`, { ...LENT, Expiration }, more);

const REPLIES: readonly Case[] = [
  ending('in mail form', 'Thu, 01 Jan 2099 00:00:00 GMT'),
  ending('in mail form with an offset', 'Thu, 01 Jan 2099 00:00:00 +0200'),
  ending('in basic form', '20990101T000000Z'),
  ending('in basic form with an offset', '20990101T000000+0200'),
  ending('with an offset', '2099-01-01T00:00:00+02:00'),
  ending('with a short offset', '2099-01-01T00:00:00+02'),
  ending('with a blank', '2099-01-01 00:00:00Z'),
  ending('with UTC', '2099-01-01T00:00:00UTC'),
  ending('with fractions', '2099-01-01T00:00:00.123456Z'),
  ending('with nine fractions', '2099-01-01T00:00:00.123456789Z'),
  ending('without seconds', '2099-01-01T00:00Z'),
  ending('without a zone', '2099-01-01T00:00:00'),
  ending('without a time', '2099-01-01'),
  ending('that is a number', 4_070_908_800),
  ending('that is a number in quotes', '4070908800'),
  ending('that is null', null),
  ending('that is empty', ''),
  ending('in words', 'tomorrow'),
  ending('in mail form that is past', 'Wed, 01 Jan 2020 00:00:00 GMT'),
  ending('in basic form that is past', '20200101T000000Z'),
  ending('in American form', '01/31/2099 12:00 UTC', { difference: 'end-of-keys' }),
  ending('of the 31st of February', '2099-02-31T00:00:00Z'),
  printing('a null token', { ...CARL, SessionToken: null }),
  printing('an empty token', { ...CARL, SessionToken: '' }),
  printing('an empty secret', { ...CARL, SecretAccessKey: '' }),
  printing('a number as key', { ...CARL, AccessKeyId: 12 }),
  printing('the version in quotes', { ...CARL, Version: '1' }),
  printing('no version', { AccessKeyId: CARL.AccessKeyId, SecretAccessKey: CARL.SecretAccessKey }),
  printing('version 1.0', JSON.stringify(CARL).replace(':1,', ':1.0,')),
  printing('a list', [CARL]),
  printing('nothing', ''),
  printing('two replies', JSON.stringify(CARL).repeat(2)),
  printing('blank lines around', `\n\n${JSON.stringify(CARL, undefined, 2)}\n\n`),
  printing('a mark before it', `\uFEFF${JSON.stringify(CARL)}`, { difference: 'mark-of-a-program' }),
  printing('Latin-1', JSON.stringify({ ...CARL, Note: 'für Carl' }), { encodings: { reply: 'latin1' } }),
  printing('UTF-16', JSON.stringify(CARL), { encodings: { reply: 'utf16le' } }),
  printing('keys of another user each time', { ...CARL, AccessKeyId: accessKeyId('bob') }),
];

const command = (...words: readonly string[]): string => profile('dev', `credential_process = ${words.join(' ')}`);
const PATH = (folders: string): NonNullable<Case['env']> => ({ PATH: `${folders}:/usr/local/bin:/usr/bin:/bin` });

const PROGRAMS: readonly Case[] = [
  { what: 'a program on the path', config: command('keys-of-carl'), env: PATH('<home>/bin') },
  { what: 'a program on no path', config: command('keys-of-carl') },
  {
    what: 'a program by a relative path of folders',
    config: command('keys-of-carl'),
    env: PATH('bin'),
    difference: 'relative-path',
  },
  { what: 'a program by the path’s current folder', config: command('keys-of-carl'), files: {}, env: PATH('.') },
  { what: 'a program by an empty path', config: command('keys-of-carl'), env: PATH('') },
  { what: 'a program in ./', config: command('./bin/keys-of-carl'), difference: 'relative-path' },
  { what: 'a program in ../', config: command('../home/bin/keys-of-carl'), difference: 'relative-path' },
  { what: 'a program with ~', config: command('~/bin/keys-of-carl') },
  { what: 'a relative program in quotes', config: command('"bin/keys-of-carl"'), difference: 'relative-path' },
  {
    what: 'a relative program as source',
    config: dev('source_profile = low') + profile('low', 'credential_process = bin/keys-of-carl'),
    difference: 'relative-path',
  },
  {
    what: 'a relative program in the credentials file',
    credentials: '[dev]\ncredential_process = bin/keys-of-carl\n',
    difference: 'relative-path',
  },
  {
    what: 'a relative program beside keys that count',
    config: command('bin/keys-of-carl'),
    credentials: `[dev]\n${keys('bob')}`,
  },
  { what: 'a relative argument', config: command('/bin/sh', 'bin/keys-of-carl') },
  {
    what: 'a program in a folder with a blank, in quotes',
    config: command('/bin/sh', '"<home>/my tools/keys"'),
    files: { 'my tools/keys': '#!/bin/sh\nexec "$HOME/bin/keys-of-carl"\n' },
  },
  {
    what: 'a program in a folder with a blank, without quotes',
    config: command('/bin/sh', '<home>/my tools/keys'),
    files: { 'my tools/keys': '#!/bin/sh\nexec "$HOME/bin/keys-of-carl"\n' },
  },
  { what: 'a program in single quotes', config: command("'/bin/sh'", "'<home>/bin/keys-of-carl'") },
  {
    what: 'a program with a backslash before a blank',
    config: command('/bin/sh', '<home>/my\\ tools/keys'),
    files: { 'my tools/keys': '#!/bin/sh\nexec "$HOME/bin/keys-of-carl"\n' },
  },
  {
    what: 'a program that reads a variable',
    config: command('/bin/sh', '-c', '"exec \\"$HOME/bin/keys-of-$WHO\\""'),
    env: { WHO: 'carl' },
  },
  { what: 'a program that is a folder', config: command('<home>/bin') },
  { what: 'a program that nobody may run', config: command('<home>/token') },
  {
    what: 'a program that says much on the side',
    config: command('/bin/sh', '-c', '"yes | head -c 200000 >&2; exec <home>/bin/keys-of-carl"'),
  },
  {
    what: 'a program that fails after its reply',
    config: command('/bin/sh', '-c', '"<home>/bin/keys-of-carl; exit 3"'),
  },
  { what: 'a variable before the program', config: command('WHO=carl', '<home>/bin/keys-of-carl') },
];

const web = (...lines: readonly string[]): string =>
  profile('dev', 'role_arn = arn:aws:iam::123456789012:role/web', ...lines);
const EKS = (env: Case['env']): Partial<Case> => ({
  config: dev('credential_source = EcsContainer'),
  ...(env && { env }),
});
const FULL = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const TOKEN = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';
const TOKEN_FILE = 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE';

/** Tokens in files, and where a container's credentials may come from. */
const TOKENS: readonly Case[] = [
  {
    what: 'a web identity whose file ends with a line end',
    config: web('web_identity_token_file = <home>/line'),
    files: { line: '<webToken>\n' },
  },
  {
    what: 'a web identity whose file starts with a blank',
    config: web('web_identity_token_file = <home>/line'),
    files: { line: ' <webToken>' },
    difference: 'token-line-end',
  },
  {
    what: 'a web identity whose file is empty',
    config: web('web_identity_token_file = <home>/line'),
    files: { line: '' },
  },
  {
    what: 'a web identity whose file starts with a mark',
    config: web('web_identity_token_file = <home>/line'),
    files: { line: '\uFEFF<webToken>' },
    difference: 'token-line-end',
  },
  { what: 'a web identity whose file is not there', config: web('web_identity_token_file = <home>/nothing') },
  {
    what: 'a web identity in the working directory',
    config: web('web_identity_token_file = ./token'),
    difference: 'relative-path',
  },
  { what: 'a web identity in a variable’s folder', config: web('web_identity_token_file = $HOME/token') },
  { what: 'a web identity in quotes', config: web('web_identity_token_file = "<home>/token"') },
  {
    what: 'a web identity with a session name',
    config: web('web_identity_token_file = <home>/token', 'role_session_name = wanda@home'),
  },
  {
    what: 'a web identity with an empty session name',
    config: web('web_identity_token_file = <home>/token', 'role_session_name ='),
  },
  {
    what: 'a web identity in the credentials file',
    config: web(),
    credentials: '[dev]\nweb_identity_token_file = <home>/token\n',
  },
  {
    what: 'a container’s token with a line end',
    ...EKS({ [FULL]: '<container>', [TOKEN_FILE]: '<home>/line' }),
    files: { line: '<containerToken>\n' },
    difference: 'token-line-end',
  },
  { what: 'a container’s token with a line in it', ...EKS({ [FULL]: '<container>', [TOKEN]: '<containerToken>\nx' }) },
  {
    what: 'a container’s token in the working directory',
    ...EKS({ [FULL]: '<container>', [TOKEN_FILE]: 'secret' }),
    files: { secret: '<containerToken>' },
    difference: 'relative-path',
  },
  {
    what: 'a container’s token in an empty file name',
    ...EKS({ [FULL]: '<container>', [TOKEN]: '<containerToken>', [TOKEN_FILE]: '' }),
  },
  {
    what: 'a container’s token in a file that is not there',
    ...EKS({ [FULL]: '<container>', [TOKEN]: '<containerToken>', [TOKEN_FILE]: '<home>/nothing' }),
  },
  {
    what: 'a container’s token in a file before the other',
    ...EKS({ [FULL]: '<container>', [TOKEN]: 'wrong', [TOKEN_FILE]: '<home>/secret' }),
    files: { secret: '<containerToken>' },
  },
  { what: 'a container at localhost', ...EKS({ [FULL]: '<containerByName>', [TOKEN]: '<containerToken>' }) },
  { what: 'a container at LOCALHOST', ...EKS({ [FULL]: '<containerLoudly>', [TOKEN]: '<containerToken>' }) },
  { what: 'a container at 127.1', ...EKS({ [FULL]: '<containerShort>', [TOKEN]: '<containerToken>' }) },
  { what: 'a container at a number', ...EKS({ [FULL]: '<containerNumber>', [TOKEN]: '<containerToken>' }) },
  { what: 'a container at a hexadecimal number', ...EKS({ [FULL]: '<containerHex>', [TOKEN]: '<containerToken>' }) },
  { what: 'a container at 127.0.0.1 with a dot', ...EKS({ [FULL]: '<containerDot>', [TOKEN]: '<containerToken>' }) },
  {
    what: 'a container at an address of IPv6 that stands for one of IPv4',
    ...EKS({ [FULL]: '<containerMapped>', [TOKEN]: '<containerToken>' }),
  },
  { what: 'an empty container', ...EKS({ [FULL]: '' }) },
  { what: 'a container that is no URL', ...EKS({ [FULL]: 'nowhere' }) },
  {
    what: 'an empty container beside a profile without keys',
    config: profile('dev', 'region = us-east-1'),
    env: { [FULL]: '' },
  },
];

export const PROGRAM_CASES: readonly Case[] = [...REPLIES, ...PROGRAMS, ...TOKENS];
