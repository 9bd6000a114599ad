// Profiles by guided input: what is asked, what is written and what it leaves alone, and a role that is assumed by it.
import assert from 'node:assert/strict';
import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  commands,
  TabInputTextDiff,
  window,
  workspace,
  type InputBox,
  type QuickPick,
  type QuickPickItem,
} from 'vscode';
import { TUTORIAL } from '../sandbox/index.js';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

describe('profiles by guided input', () => {
  let stage: Stage;
  let before: string;
  let credentials: string;

  const credentialsFile = () => join(dirname(Stage.configFile), 'credentials');
  const config = () => readFile(Stage.configFile, 'utf8');
  const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
  const comparisons = () =>
    window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof TabInputTextDiff);

  /** Answers each list with the row that has the text in it, and each box by typing it. */
  function answers(...given: readonly string[]): { readonly masked: boolean[]; readonly left: string[] } {
    const left = [...given];
    const masked: boolean[] = [];
    const [createPick, createBox] = [window.createQuickPick.bind(window), window.createInputBox.bind(window)];
    const soon = (act: () => void) => void setImmediate(act);
    const pick = (): QuickPick<QuickPickItem> => {
      const real = createPick();
      const accepted = listener<undefined>();
      const show = () =>
        soon(() => {
          const answer = left.shift() ?? 'nothing';
          const row = real.items.find(({ label }) => plain(label).includes(answer));
          assert.ok(row, `no ${answer} among ${real.items.map(({ label }) => label).join(', ')}`);
          real.selectedItems = [row];
          accepted.fire(undefined);
        });
      return overlay(real, { show, onDidAccept: accepted.on as never });
    };
    const box = (): InputBox => {
      const real = createBox();
      const accepted = listener<undefined>();
      const show = () =>
        soon(() => {
          real.value = left.shift() ?? 'nothing';
          masked.push(real.password);
          accepted.fire(undefined);
        });
      return overlay(real, { show, onDidAccept: accepted.on as never });
    };
    stage.replace(window, { createQuickPick: pick as typeof window.createQuickPick, createInputBox: box });
    return { masked, left };
  }

  /** What the questions say, and all that was shown beside them. */
  async function run(
    command:
      'addProfile' | 'editProfile' | 'renameProfile' | 'deleteProfile' | 'moveKeysToSecretStorage' | 'moveKeysBack',
    meanwhile: () => unknown = () => undefined,
    agrees = true,
  ): Promise<{ readonly asked: string; readonly shown: string }> {
    const asked: string[] = [];
    const shown: string[] = [];
    const ask = async (message: string, { detail }: { readonly detail: string }, button: string) => {
      asked.push(`${message} ${detail}`);
      assert.equal(comparisons().length, 1);
      const texts = workspace.textDocuments.filter(({ uri }) => uri.scheme === 'role-sessions-config');
      shown.push(...texts.map((document) => plain(document.getText())));
      await meanwhile();
      return agrees ? button : undefined;
    };
    stage.replace(window, { showWarningMessage: ask as unknown as typeof window.showWarningMessage });
    stage.messages('showInformationMessage');
    await commands.executeCommand(`roleSessions.${command}`);
    assert.deepEqual(comparisons(), []);
    return { asked: asked.join('\n'), shown: shown.join('\n') };
  }

  beforeEach(async () => {
    stage = await Stage.set();
    before = await config();
    credentials = await readFile(credentialsFile(), 'utf8');
    stage.atEnd(async () => {
      await writeFile(Stage.configFile, before);
      await writeFile(credentialsFile(), credentials);
      for (const file of [Stage.configFile, credentialsFile()])
        await rm(`${file}.role-sessions-backup`, { force: true });
    });
  });
  afterEach(() => stage.strike());

  it('add a role, which is then assumed', async () => {
    const errors = stage.messages('showErrorMessage');
    const source = /source_profile *= *(\S+)/.exec(before)?.[1] ?? '';
    const { left } = answers('A Role', 'fresh', TUTORIAL.readOnlyRoleArn, source, '', '', '', 'us-west-2');
    const { asked, shown } = await run('addProfile');
    assert.deepEqual([errors, left], [[], []]);
    assert.match(asked, /^Add the profile fresh\? .*kept in .*config\.role-sessions-backup/);
    assert.ok(shown.includes('[profile fresh]'));
    const written = await config();
    assert.ok(written.startsWith(before));
    assert.match(written, /\[profile fresh\]\nrole_arn = \S+\nsource_profile = \S+\nregion = us-west-2\n$/);
    assert.equal(await readFile(`${Stage.configFile}.role-sessions-backup`, 'utf8'), before);
    await appendFile(Stage.configFile, `endpoint_url = ${stage.sandbox.endpoint}\n`);
    assert.ok((await stage.assume('profile:fresh')).identity.arn.includes('/'));
  });

  it('add keys for their user alone, and show no secret', async () => {
    const errors = stage.messages('showErrorMessage');
    const { masked } = answers('Access Key', 'keyed', 'Credentials File', 'AKIAIOSFODNN7EXAMPLE', SECRET, '');
    const { asked, shown } = await run('addProfile');
    assert.deepEqual(errors, []);
    assert.deepEqual(masked, [false, false, true, false]);
    assert.match(asked, /in the clear.*mode 0600/);
    assert.match(shown, /\[keyed\]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = \(not shown\)/);
    for (const [, secret = ''] of `${credentials}\nx_secret = ${SECRET}`.matchAll(/secret\w* *= *(\S+)/g)) {
      assert.ok(!shown.includes(secret) && !asked.includes(secret));
    }
    assert.ok((await readFile(credentialsFile(), 'utf8')).endsWith(`aws_secret_access_key = ${SECRET}\n`));
    const modes = [await mode(credentialsFile()), await mode(`${credentialsFile()}.role-sessions-backup`)];
    if (process.platform !== 'win32') assert.deepEqual(modes, ['600', '600']);
    assert.equal(await config(), before);
  });

  it('move keys into the secret storage, where roles have them from, and back', async () => {
    const errors = stage.messages('showErrorMessage');
    const source = /source_profile *= *(\S+)/.exec(before)?.[1] ?? '';
    const [, secret = ''] = /secret\w* *= *(\S+)/.exec(credentials) ?? [];
    await stage.profile('by-kept', { role_arn: TUTORIAL.readOnlyRoleArn, source_profile: source });
    const there = await config();
    answers(source);
    const { asked, shown } = await run('moveKeysToSecretStorage');
    assert.deepEqual(errors, []);
    assert.match(asked, /lost with the editor.s data.*No copy of the files is made/);
    assert.ok(!`${asked}${shown}`.includes(secret));
    assert.match(await config(), /credential_process = \S+role-sessions-credentials\S* --keys AKIA\w+ [0-9a-f]{32}\n/);
    const files = [Stage.configFile, credentialsFile()];
    for (const file of [...files, ...files.map((each) => `${each}.role-sessions-backup`)]) {
      assert.ok(!(await readFile(file, 'utf8').catch(() => '')).includes(secret), file);
    }
    assert.ok((await stage.assume('profile:by-kept')).identity.arn.includes('/'));
    answers(source);
    assert.match((await run('moveKeysBack')).asked, /in the clear.*deleted from the secret storage afterwards/);
    assert.match(
      await readFile(credentialsFile(), 'utf8'),
      new RegExp(`secret_access_key *= *${secret.replace(/\W/g, String.raw`\$&`)}`),
    );
    assert.equal(await config(), there);
    assert.deepEqual(errors, []);
  });

  it('add keys to the secret storage alone, and delete them with their profile', async () => {
    const errors = stage.messages('showErrorMessage');
    answers('Access Key', 'stored', 'Secret Storage', 'AKIAIOSFODNN7EXAMPLE', SECRET, '');
    const { asked, shown } = await run('addProfile');
    assert.match(asked, /credential_process, which asks an open window/);
    assert.ok(!`${asked}${shown}${await config()}`.includes(SECRET));
    assert.equal(await readFile(credentialsFile(), 'utf8'), credentials);
    answers('stored');
    assert.match((await run('deleteProfile')).asked, /deleted from the secret storage too/);
    assert.equal(await config(), before);
    assert.deepEqual(errors, []);
  });

  it('add IAM Identity Center with its portal', async () => {
    const errors = stage.messages('showErrorMessage');
    const url = 'https://d-0123456789.awsapps.com/start';
    const { left } = answers(
      ...['IAM Identity Center', 'center', 'Another Portal', url, 'us-east-1', 'my company'],
      ...['123456789012', 'ReadOnlyAccess', ''],
    );
    const { asked } = await run('addProfile');
    assert.deepEqual([errors, left], [[], []]);
    assert.ok(!asked.includes('could not be assumed'));
    assert.equal(
      (await config()).slice(before.length),
      `\n[sso-session "my company"]\nsso_start_url = ${url}\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n` +
        '\n[profile center]\nsso_session = my company\nsso_account_id = 123456789012\nsso_role_name = ReadOnlyAccess\n',
    );
  });

  it('change a key, whose secret is shown nowhere, and the token of before goes', async () => {
    const errors = stage.messages('showErrorMessage');
    const old = 'oldSecretOfBefore/0123456789+abcdefghijk';
    const text = `# mine\n[rotated]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD0\naws_secret_access_key=${old}\naws_session_token = ${old}\n`;
    await writeFile(credentialsFile(), text);
    answers('rotated', 'aws_access_key_id', 'AKIAIOSFODNN7EXAMPLE', 'aws_secret_access_key', SECRET, 'Show the Change');
    const { asked, shown } = await run('editProfile');
    assert.deepEqual(errors, []);
    for (const secret of [old, SECRET]) assert.ok(!`${asked}${shown}`.includes(secret));
    assert.equal(
      await readFile(credentialsFile(), 'utf8'),
      `# mine\n[rotated]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key=${SECRET}\n`,
    );
  });

  it('are not written over what has changed meanwhile, and not without a yes', async () => {
    const errors = stage.messages('showErrorMessage');
    answers('A Role', 'fresh', TUTORIAL.readOnlyRoleArn, 'Environment', '', '', '', '');
    await run('addProfile', undefined, false);
    assert.equal(await config(), before);
    answers('A Role', 'fresh', TUTORIAL.readOnlyRoleArn, 'Environment', '', '', '', '');
    await run('addProfile', () => appendFile(Stage.configFile, '# mine\n'));
    assert.match(errors.map(({ text }) => text).join(), /has changed meanwhile, so nothing was written/);
    assert.equal(await config(), `${before}# mine\n`);
  });

  it('are edited, renamed with who names them, and deleted, as it is said', async () => {
    const errors = stage.messages('showErrorMessage');
    const role = { role_arn: TUTORIAL.readOnlyRoleArn, '# mine\nodd': 'stays' };
    await stage.profile('one', { ...role, credential_source: 'Environment' });
    await stage.profile('two', { ...role, source_profile: 'one' });
    const there = await config();
    answers('one', 'external_id', 'team/1', 'Show the Change');
    await run('editProfile');
    const edited = there.replace('Environment\n', 'Environment\nexternal_id = team/1\n');
    assert.equal(await config(), edited);
    answers('one', 'uno', 'as well');
    assert.match(
      (await run('renameProfile')).asked,
      /^Rename the profile one to uno\? source_profile is changed with it in: two\./,
    );
    const renamed = edited
      .replace('[profile one]', '[profile uno]')
      .replace('source_profile = one', 'source_profile = uno');
    assert.equal(await config(), renamed);
    answers('uno');
    assert.match((await run('deleteProfile')).asked, /and will have none: two\./);
    assert.ok(!(await config()).includes('[profile uno]'));
    assert.ok((await config()).includes('source_profile = uno'));
    assert.deepEqual(errors, []);
  });
});

function listener<T>() {
  const all = new Set<(value: T) => unknown>();
  return {
    on: (listen: (value: T) => unknown) => {
      all.add(listen);
      return { dispose: () => void all.delete(listen) };
    },
    fire: (value: T) => {
      for (const each of all) each(value);
    },
  };
}

/** The same, but for some of it. */
function overlay<T extends object>(real: T, mine: Partial<T>): T {
  return new Proxy(real, {
    get: (target, key) => {
      const value: unknown = Reflect.get(key in mine ? mine : target, key);
      return typeof value === 'function' && !(key in mine) ? (value.bind(target) as unknown) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value),
  });
}
