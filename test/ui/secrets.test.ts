// Drives whatever touches credentials, then looks for them in everything the editor wrote and showed.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, seedTutorial, totp, TUTORIAL, type Sandbox } from '../sandbox/index.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { openWorkbench } from './harness.js';
import { editorFolder } from './pictures.js';
import type { Workbench } from './workbench.js';
import { waitUntil } from './workbenchWait.js';

const { bucket } = TUTORIAL;
/** The user's own, and what the AWS CLI caches. */
const MAY_HOLD_KEYS = /^home\/\.aws\/(credentials:|cli\/)/;

/** The same secret as a log, a URL or a database may spell it. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Base64 of a text in the midst of another one differs by where it starts.
  const shifted = [0, 1, 2].map((skip) => {
    const whole = bytes.subarray(skip, bytes.length - ((bytes.length - skip) % 3));
    return whole.toString('base64');
  });
  const json = JSON.stringify(secret).slice(1, -1);
  return [...new Set([secret, json, encodeURIComponent(secret), bytes.toString('hex'), ...shifted])];
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** What stands before a find, to tell who wrote it. */
const CONTEXT_BYTES = 160;

/** The files below the folder that hold one of the texts, as UTF-8 or UTF-16, each with what comes before it. */
function holders(folder: string, texts: readonly string[]): string[] {
  const needles = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]);
  return [...filesBelow(folder)].flatMap((file) => {
    const bytes = readFileSync(file);
    const at = needles.map((needle) => bytes.indexOf(needle)).find((index) => index >= 0);
    if (at === undefined) return [];
    const before = bytes.subarray(Math.max(0, at - CONTEXT_BYTES), at).toString('latin1');
    return [`${relative(folder, file)}: ${before.replace(/[^ -~]+/g, ' ')}`];
  });
}

/** All that the page keeps in its local storage and databases, whose files are compressed. */
function browserStorage(workbench: Workbench): Promise<string> {
  return workbench.page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('failed'));
      });
    const decode = (value: unknown): unknown =>
      value instanceof Uint8Array || value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
    const found: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const storeName of database.objectStoreNames) {
        const store = database.transaction(storeName).objectStore(storeName);
        const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
        found.push(name, storeName, keys, (values as unknown[]).map(decode));
      }
      database.close();
    }
    return JSON.stringify(found);
  });
}

describe('secrets', () => {
  const shown: string[] = [];
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    workbench = await openWorkbench({
      sandbox,
      files: { 'upload.txt': 'to be denied\n' },
      rcFile: `PATH="${await awsCliFolder()}:$PATH"\nexport AWS_PROFILE=ststestprofile\n`,
      settings: { 'terminal.integrated.shellIntegration.enabled': true },
    });
  });

  afterAll(() => sandbox.stop());

  const folder = (): string => dirname(workbench.home);

  /** Keeps all the text that is on screen: messages, tooltips, trees. */
  const look = async (): Promise<void> => void shown.push(await workbench.page.locator('body').innerText());

  async function choose(name: string): Promise<void> {
    await workbench.runCommand('AWS Role: Assume Role');
    await workbench.quickInput.waitFor(name);
    await look();
    await workbench.quickInput.choose(name);
  }

  async function seeTooltip(name: string): Promise<void> {
    shown.push(await workbench.statusTooltip(name));
    await away();
  }

  /** Takes the mouse off, so that no hover covers what is clicked next. */
  async function away(): Promise<void> {
    await workbench.page.mouse.move(640, 300);
    await workbench.page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
  }

  it('logs everything that it can log', async () => {
    await workbench.waitForStatus('No AWS role');
    await workbench.runCommand('Developer: Set Log Level...');
    await workbench.quickInput.waitFor('Trace');
    await workbench.quickInput.type('Role Sessions');
    await workbench.quickInput.waitFor('Role Sessions for AWS');
    await workbench.quickInput.choose('Role Sessions for AWS');
    await workbench.quickInput.waitFor('Trace');
    await workbench.quickInput.choose('Trace');
  });

  it('assumes roles: with keys, with MFA, refused, and in vain', async () => {
    await choose('s3-read-only');
    await workbench.waitForStatus('s3-read-only 59m');
    await seeTooltip('s3-read-only');
    await choose('with-mfa');
    await workbench.quickInput.waitFor('The six digits');
    await workbench.quickInput.type(totp(TUTORIAL.mfaSecretBase32, sandbox.clock.now()));
    await workbench.quickInput.accept();
    await workbench.waitForStatus('with-mfa 59m');
    for (const code of ['AccessDenied', 'SignatureDoesNotMatch', 'ValidationError']) {
      const message = `${code}: made up`;
      sandbox.addFault({ operation: 'AssumeRole', times: 1, effect: { kind: 'error', status: 400, code, message } });
      await choose('s3-full-access');
      const toast = await workbench.toast('made up');
      shown.push(toast.text);
      await toast.close();
    }
    await choose('s3-read-only');
    await workbench.waitForStatus('s3-read-only 5');
  });

  it('opens terminals with the credentials', async () => {
    const terminal = await workbench.openTerminal();
    shown.push((await workbench.toast('export AWS_PROFILE')).text);
    expect(await terminal.run('aws sts get-caller-identity')).toContain('sts-s3-read-only-role');
    // The secret is there, and stays where it is.
    expect(await terminal.run('echo ${#AWS_SESSION_TOKEN}')).toMatch(/^\d{2,}$/m);
  });

  it('browses, opens, downloads, and is denied an upload', async () => {
    await workbench.openView('AWS Role Sessions');
    await workbench.tree.expand(bucket);
    await workbench.tree.doubleClick('README.md');
    await workbench.waitForTab('README.md');
    const target = join(workbench.workspace, 'downloaded.md');
    await away();
    await workbench.tree.contextMenu('README.md', 'Download');
    await workbench.quickInput.waitFor();
    await workbench.quickInput.chooseFile(target);
    await waitUntil(() => Promise.resolve(existsSync(target)), 'downloaded file');
    await away();
    await workbench.tree.contextMenu(bucket, 'Upload');
    await workbench.quickInput.waitFor('upload.txt');
    await workbench.quickInput.chooseFile(join(workbench.workspace, 'upload.txt'));
    shown.push((await workbench.toast('s3:PutObject')).text);
    await away();
    await workbench.tree.contextMenu('README.md', 'Copy Object URL');
    shown.push(await workbench.page.evaluate(() => navigator.clipboard.readText()));
    await look();
  });

  it('keeps the session over a reload, and shows its log', async () => {
    await workbench.reload();
    await workbench.waitForStatus('s3-read-only 5');
    await seeTooltip('s3-read-only');
    await workbench.runCommand('AWS Role: Show Log');
    await workbench.page.locator('.part.panel').getByText('Restored the session').first().waitFor();
    await look();
  });

  it('and none of it is in the clear in any file, log, database, message or tooltip', async () => {
    const issued = sandbox.issued();
    expect(issued.length).toBeGreaterThanOrEqual(2);
    const secrets = [
      TUTORIAL.secretAccessKey,
      ...issued.flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]),
    ];
    const texts = secrets.flatMap(spellings);
    const found = holders(folder(), texts).filter((file) => !MAY_HOLD_KEYS.test(file));
    expect(found).toEqual([]);
    expect(texts.filter((text) => shown.join('\n').includes(text))).toEqual([]);
    const storage = await browserStorage(workbench);
    expect(texts.filter((text) => storage.includes(text))).toEqual([]);
  });

  it('where it would have been found', async () => {
    const role = 'assumed-role/sts-s3-read-only-role';
    expect(holders(folder(), [role]).some((file) => /exthost.*Role Sessions.*\.log: /.test(file))).toBe(true);
    expect(shown.join('\n')).toContain(role);
    // The kept sessions are in the browser, encrypted; which ones there are is no secret.
    const storage = await browserStorage(workbench);
    expect(/\["secrets\.provider","[\w+/=]{1000,}"\]/.test(storage)).toBe(true);
    expect(storage.includes('123456789012.sts-s3-read-only-role')).toBe(true);
    const [planted = ''] = spellings(TUTORIAL.secretAccessKey).slice(-1);
    writeFileSync(join(editorFolder(workbench), 'data/planted.log'), `x${planted}x`);
    expect(holders(folder(), [planted])).toContain('e/data/planted.log: x');
  });
});
