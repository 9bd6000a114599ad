import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../tools/environment.js';
import { sources } from '../../tools/messages.js';
import { unsound, untranslated } from './texts.js';

/** What looks like English but is a name, a command line, a pattern, or for the log. */
const NO_TEXTS: readonly string[] = [
  '`User: ${arn} is not authorized to perform: ${action} on resource: "${resource}"`', // AWS’s own sentence, in English only
  "'Amazon Cognito user pool'",
  "'Login with Amazon'",
  "'IAM Access Analyzer'",
  "'s3:GetObject, s3:PutObject'",
  "'aws:SourceIp = 192.0.2.1; aws:TagKeys = a, b'",
  "'Microsoft Entra ID'",
  "'Role Sessions for AWS'",
  "'AWS CLI'",
  "'AWS CLI v2'",
  "'AWS SDK for JavaScript'",
  "'JavaScript v3'",
  "'Go v2'",
  "'Java v2'",
  "'aws login'",
  "'html{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto 0;padding:0 1rem}'",
  "'sign-in page'",
  "'source profile'",
  "'ArnLike aws:PrincipalArn'",
  `'{ "AWS": "arn:aws:iam::123456789012:root" }'`,
  "'text/html; charset=utf-8'",
  "'unset AWS_PROFILE AWS_DEFAULT_PROFILE'",
  "'set -e AWS_PROFILE'",
  "'set -e AWS_DEFAULT_PROFILE'",
  "'Remove-Item Env:AWS_PROFILE, Env:AWS_DEFAULT_PROFILE -ErrorAction SilentlyContinue'",
  '`AssumeRole ${hop.role.roleName}`',
  '`AssumeRoleWithSAML ${role.roleName}`',
  '`AssumeRoleWithWebIdentity ${role.roleName}`',
  '`GetFederationToken ${hop.name}`',
  '`GetFederationToken ${name}`',
  '`aws login --profile ${profile}`',
  '`credential_process ${source.program}`',
  '`aws ecr get-login-password --region ${region} | ${containerLogin(tool)} ${registry}`',
  '`aws ecr-public get-login-password --region us-east-1 | ${containerLogin(login.tool)} public.ecr.aws`',
  '`--domain ${domain} --domain-owner ${owner} --repository ${repository} --region ${region}`',
  '`aws codeartifact login --tool ${tool} ${where}`',
  '` --alias ${alias}`',
  '`aws eks update-kubeconfig --name ${cluster} --region ${region}${as}`',
  '`${tool} login --username AWS --password-stdin`',
  '`command echo ${mark}`',
  '`command echo; ${begin}; command env; ${second}; ${universal}${third}; ${functions}${end}`',
  '`exit code ${code}`',
  "`export ${name}='${value.replaceAll(\"'\", String.raw`'\\''`)}'`",
  "`set -gx ${name} '${value.replace(/[\\\\']/g, String.raw`\\$&`)}'`",
  '`it did not end within ${PROBE_TIMEOUT_MS} ms`',
  '`it ended with ${signal ?? `exit code ${code}`} before it was asked`',
  '`task ${found} ${session.id}`',
  '`profile ${value}`',
  '`[profile ${name}]`',
  `'# Written by Role Sessions for AWS. Its command "Remove Managed Profile" takes it away.'`,
  '`set -eg ${name}`',
  '`sts.${region} (AWS)`',
  '`Condition ${operator} ${key}`',
  "` unset ${names.join(' ')}`",
];

/** What it writes is code. */
const WRITES_CODE = 'src/snippets/snippet.ts:';

/**
 * What package.json is made of has its texts in package.nls.json; the report of an error is for the log; scripts and a
 * program have no language of an editor.
 */
const OTHER =
  /^src\/(?:manifest\/|base\/errorReport\.ts$|notebooks\/kernel(?:Code|Probe)\.ts$|roleSetup\/documents\/|identity\/seenVariables\.ts$|terminals\/environment\/boundShell\.ts$|lending\/helper\/(?:program\/|launcher\.ts$))/;
const files = sources().filter((file) => !OTHER.test(relative(ROOT, file)));

describe('the guard against forgotten texts', () => {
  it.each([
    ["throw new UserError('No such role.');", ["'No such role.'"]],
    ['const text = `profile ${name}`;', ['`profile ${name}`']],
    ["fail(place, 'a list');", ["'a list'"]],
    ["l10n.t('With {0}', done ? 'all of it' : '');", ["'all of it'"]],
    ["const row = { label: 'Recent' };", ["'Recent'"]],
    ['const row = { label: `$(key) Keys of ${name}` };', ['`$(key) Keys of ${name}`']],
    ["l10n.t('No such role.');", []],
    ["const row = { label: `$(key) ${l10n.t('Keys')}` };", []],
    ['const row = { label: `$(key) ${name}`, description: `${size}  ${date}` };', []],
    ["this.log.warn('Could not keep it', error);", []],
    ["throw new Error('A defect of ours');", []],
    ["type Kind = 'a name'; import x from 'a module';", []],
    ["const id = 'assume-role'; const url = 'https://a.example/b';", []],
  ])('sees what goes through no l10n.t in %s', (source, found) => {
    expect(untranslated(source).map(({ text }) => text)).toEqual(found);
  });

  it.each([
    ["import { l10n } from 'vscode';", 'not from base/l10n: the log could not say it in English'],
    ['() => l10n.t(`Hello ${name}`);', 'the message is not one plain literal'],
    ['() => l10n.t(`Hello`);', 'the message is not one plain literal'],
    ["() => l10n.t('Hello ' + name);", 'the message is not one plain literal'],
    ["() => l10n.t(known ? 'Yes' : 'No');", 'the message is not one plain literal'],
    ["() => l10n.t('Hello {0}');", '0 arguments for {0}'],
    ["() => l10n.t('Hello {1}', name);", '1 arguments for {1}'],
    ["() => l10n.t('Hello {0}', ...names);", 'spread arguments cannot be counted'],
    ["() => l10n.t('Hello', name);", '1 arguments for '],
    ["() => l10n.t(' (asked {0})', name);", 'blanks at an end, or a brace before a placeholder'],
    ["() => l10n.t('The ${{0}}', name);", 'blanks at an end, or a brace before a placeholder'],
    ["const HELP = l10n.t('Help');", 'evaluated while the file loads, before there are words'],
  ])('sees what translators could do nothing with in %s', (source, why) => {
    expect(unsound(source).map(({ text }) => text)).toEqual([why]);
  });

  it.each([
    "() => l10n.t('{0} of {1}: {0}', name, other);",
    "() => l10n.t({ message: 'en', comment: ['The language'] });",
    "const help = () => l10n.t('Help');",
    "import * as l10n from '../base/l10n.js';",
    "import { l10n as language } from 'vscode';",
  ])('has nothing against %s', (source) => expect(unsound(source)).toEqual([]));
});

describe('the sources', () => {
  it('say nothing to users that goes through no l10n.t', () => {
    const found = findings(untranslated).filter(
      ([place, text]) => !NO_TEXTS.includes(text) && !place.startsWith(WRITES_CODE),
    );
    expect(found.map(([place, text]) => `${place}: ${text}`)).toEqual([]);
  });

  it('have no exception that is not needed any more', () => {
    const texts = new Set(findings(untranslated).map(([, text]) => text));
    expect(NO_TEXTS.filter((text) => !texts.has(text))).toEqual([]);
  });

  it('give translators whole messages, once there are words', () => {
    expect(findings(unsound).map(([place, text]) => `${place}: ${text}`)).toEqual([]);
  });
});

function findings(look: typeof unsound): (readonly [place: string, text: string])[] {
  return files.flatMap((file) =>
    look(readFileSync(file, 'utf8')).map(({ line, text }) => [`${relative(ROOT, file)}:${line}`, text] as const),
  );
}
