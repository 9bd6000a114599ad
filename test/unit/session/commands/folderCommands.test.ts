// Giving a folder of the workspace a session of its own, as a user does.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../../src/base/errors.js';
import type { LiveSession, SessionFacts } from '../../../../src/model/session/session.js';
import type { RoleAssumer } from '../../../../src/session/assume.js';
import { folderCommands } from '../../../../src/session/commands/folderCommands.js';
import { NOW } from '../../../support/samples.js';
import { giving, HOUR_MS, named, useDesk } from '../desk.js';

interface Row {
  readonly label: string;
  readonly description?: string;
}

const editor = vi.hoisted(() => ({
  folders: [] as { readonly name: string; readonly uri: string }[],
  /** "Title: label (description), …" */
  shown: [] as string[],
  /** What is chosen, by its label, in order; then nothing is. */
  choices: [] as string[],
  onShown: () => undefined,
}));
const production = vi.hoisted(() => ({ asked: [] as string[], isDeclined: false }));

vi.mock('vscode', async (original) => {
  const showQuickPick = (rows: readonly Row[], { title }: { readonly title: string }) => {
    const told = rows.map(({ label, description }) =>
      description === undefined ? label : `${label} (${description})`,
    );
    editor.shown.push(`${title}: ${told.join(', ')}`);
    editor.onShown();
    const choice = editor.choices.shift();
    return Promise.resolve(rows.find(({ label }) => label === choice));
  };
  const workspace = {
    get workspaceFolders() {
      return editor.folders;
    },
  };
  return { ...(await original<object>()), window: { showQuickPick }, workspace };
});
vi.mock('../../../../src/bundles.js', () => ({
  loadAsk: () =>
    Promise.resolve({
      confirmProductionSession: ({ role }: SessionFacts) => {
        production.asked.push(role.name);
        return production.isDeclined ? Promise.reject(new Cancelled()) : Promise.resolve();
      },
    }),
}));

const desk = useDesk();
const API = 'file:///api';
const WEB = 'file:///web';
let dev: LiveSession;
let prod: LiveSession;
let assumed: unknown[];

beforeEach(async () => {
  editor.folders = [
    { name: 'api', uri: API },
    { name: 'web', uri: WEB },
  ];
  editor.shown.length = 0;
  editor.choices.length = 0;
  editor.onShown = () => undefined;
  production.asked.length = 0;
  production.isDeclined = false;
  assumed = [];
  dev = await desk().assume(giving(), named('dev'));
  prod = await desk().assume(giving(), named('prod'));
});

async function run(command: keyof ReturnType<typeof folderCommands>, ...args: unknown[]): Promise<void> {
  const { sessions, opener } = desk();
  const assumer: Pick<RoleAssumer, 'assume' | 'choose'> = {
    assume: ({ target }, how) => Promise.resolve({ sessionId: String(assumed.push([target, how?.folders?.()])) }),
    choose: (folder) => Promise.resolve({ sessionId: String(assumed.push(['choose', folder])) }),
  };
  await folderCommands({ sessions, opener, assumer })[command](...args);
}
const use = (...args: unknown[]) => run('roleSessions.useSessionForFolder', ...args);
const follow = () => run('roleSessions.letFolderFollow');
const acting = () =>
  [undefined, API, WEB].map((folder) => {
    const session = desk().sessions.active(folder);
    return 'role' in session ? session.role.name : session.kind;
  });

describe('a session for a folder', () => {
  it('is that of the row, for the folder that is chosen, after what is to be confirmed', async () => {
    editor.choices = ['web'];
    await use({ sessionId: dev.id });
    expect(editor.shown).toEqual([
      'Use Session for Folder: Which Folder?: api (as the window: prod, 60m), web (as the window: prod, 60m)',
    ]);
    expect([acting(), production.asked]).toEqual([['prod', 'prod', 'dev'], ['dev']]);
  });

  it('is one that is chosen where none is named', async () => {
    editor.choices = ['api', 'dev'];
    await use();
    expect(editor.shown[1]).toBe(
      `Use Session for Folder: prod (${prod.identity.arn}), dev (${dev.identity.arn}), $(add) Assume Role`,
    );
    expect(acting()).toEqual(['prod', 'dev', 'prod']);
  });

  it('is none where the user does not confirm it, or chooses nothing', async () => {
    production.isDeclined = true;
    editor.choices = ['web'];
    await expect(use({ sessionId: dev.id })).rejects.toThrow(Cancelled);
    editor.choices = [];
    await expect(use({ sessionId: dev.id })).rejects.toThrow(Cancelled);
    editor.choices = ['web'];
    await expect(use()).rejects.toThrow(Cancelled);
    expect([acting(), assumed]).toEqual([['prod', 'prod', 'prod'], []]);
  });

  it('may be of a role that is assumed for it', async () => {
    editor.choices = ['web', '$(add) Assume Role'];
    await use();
    await use(dev.role.request, API);
    await use('profile:dev', API);
    const target = { kind: 'configured', roleId: 'profile:dev' };
    expect(assumed).toEqual([
      ['choose', WEB],
      [target, [API]],
      [target, [API]],
    ]);
    await desk().end(named('dev'));
    await desk().end(named('prod'));
    await use(undefined, API);
    expect(assumed.at(-1)).toEqual(['choose', API]);
  });

  it('is opened anew for it where it has expired', async () => {
    vi.setSystemTime(NOW + HOUR_MS);
    desk().sessions.tick();
    await use({ sessionId: dev.id }, API);
    expect(assumed).toEqual([[dev.role.request.target, [API]]]);
  });

  it('is not one that ends while the folder is chosen', async () => {
    editor.onShown = () => void desk().end(named('dev'));
    editor.choices = ['web'];
    await expect(use({ sessionId: dev.id })).rejects.toThrow('has ended');
    expect([acting(), assumed]).toEqual([['prod', 'prod', 'prod'], []]);
  });

  it('is not one that has ended meanwhile', async () => {
    await desk().end(named('dev'));
    editor.choices = ['web'];
    const again = { title: 'Assume Role', command: 'roleSessions.useSessionForFolder' };
    await expect(use({ sessionId: dev.id })).rejects.toMatchObject({
      message: 'That session has ended. Assume the role again to use it.',
      actions: [{ ...again, args: [dev.role.request, undefined] }],
    });
    await expect(use({ sessionId: dev.id }, API)).rejects.toMatchObject({
      actions: [{ ...again, args: [dev.role.request, API] }],
    });
    expect(acting()).toEqual(['prod', 'prod', 'prod']);
  });

  it('is for workspaces with several', async () => {
    editor.folders.pop();
    await expect(use({ sessionId: dev.id })).rejects.toThrow('several folders');
  });
});

describe('a folder that is to follow the window', () => {
  it('is the only one that does not', async () => {
    await desk().opener.use(dev.id, WEB);
    await follow();
    expect([acting(), editor.shown, production.asked]).toEqual([['prod', 'prod', 'prod'], [], ['prod']]);
  });

  it('is chosen of several', async () => {
    await desk().opener.use(dev.id, WEB);
    await desk().opener.use(prod.id, API);
    editor.choices = ['web'];
    await follow();
    expect(editor.shown).toEqual(['Let Folder Follow the Window: web (dev, 60m), api (prod, 60m)']);
    expect([...desk().sessions.folders().keys()]).toEqual([API]);
  });

  it('stays who it is where the user does not confirm what the window is', async () => {
    await desk().opener.use(dev.id, WEB);
    production.isDeclined = true;
    await expect(follow()).rejects.toThrow(Cancelled);
    expect(acting()).toEqual(['prod', 'prod', 'dev']);
  });

  it('becomes nobody without a question where the window is', async () => {
    await desk().opener.use(dev.id, WEB);
    await desk().end(named('prod'));
    await follow();
    expect([acting(), production.asked]).toEqual([['none', 'none', 'none'], []]);
  });

  it('is none where all do', async () => {
    await expect(follow()).rejects.toThrow('all follow the window');
  });
});
