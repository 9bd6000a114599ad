// What is said of the tab in front, also where it compares objects of two sessions.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { expire, type SessionFacts } from '../../../../src/model/session/session.js';
import { tabIdentity } from '../../../../src/s3/tabs/tabIdentity.js';
import { explainTab, TabNotice } from '../../../../src/s3/tabs/tabNotice.js';
import { liveSession, roleRef } from '../../../support/samples.js';
import { FakeSessions } from '../../../support/sessions.js';

const editor = vi.hoisted(() => {
  class Uri {
    constructor(
      readonly scheme: string,
      readonly authority: string,
    ) {}

    with({ authority }: { authority: string }): Uri {
      return new Uri(this.scheme, authority);
    }
  }
  return {
    Uri,
    item: { visible: false, text: '', tooltip: '', backgroundColor: undefined as { id: string } | undefined },
    group: { activeTab: undefined as { input: unknown } | undefined },
    context: [] as unknown[],
    told: [] as string[],
    answer: undefined as string | undefined,
    opened: [] as unknown[],
  };
});

vi.mock('vscode', async () => {
  const { ThemeColor } = await import('../../../support/vscode.js');
  const none = () => ({ dispose: () => undefined });
  const { item } = editor;
  return {
    ThemeColor,
    Uri: editor.Uri,
    StatusBarAlignment: { Left: 1 },
    commands: {
      executeCommand: (command: string, ...args: unknown[]) =>
        Promise.resolve(command === 'setContext' ? editor.context.push(args[1]) : editor.opened.push(args[0])),
    },
    window: {
      createStatusBarItem: () =>
        Object.assign(item, { show: () => (item.visible = true), hide: () => (item.visible = false), dispose: none }),
      tabGroups: { activeTabGroup: editor.group, onDidChangeTabs: none, onDidChangeTabGroups: none },
      showInformationMessage: (text: string) => {
        editor.told.push(text);
        return Promise.resolve(editor.answer);
      },
    },
  };
});

const session = (name: string) => liveSession({ id: name, key: name, role: roleRef(name) });
const [dev, prod, other] = [session('dev'), session('prod'), session('other')];

describe('the tab in front', () => {
  let sessions: FakeSessions;

  beforeEach(() => {
    sessions = new FakeSessions();
    for (const each of [prod, other, dev]) sessions.activate(each);
    editor.told.length = 0;
    editor.opened.length = 0;
    editor.answer = undefined;
  });

  const identify = (key: string) => tabIdentity(key, sessions, ['prod']);
  const uri = ({ key }: SessionFacts) => new editor.Uri('role-s3', key);

  function front(input: object): typeof editor.item & { context: unknown } {
    editor.group.activeTab = { input };
    new TabNotice(identify).dispose();
    return { ...editor.item, context: editor.context.at(-1) };
  }

  it('of the active session needs no word', () => {
    expect(front({ uri: uri(dev) })).toMatchObject({ visible: false, context: 'active' });
  });

  it('of another one is told of, in the colour of errors where that is production', () => {
    expect(front({ uri: uri(other) })).toMatchObject({
      visible: true,
      text: '$(warning) Tab of other',
      backgroundColor: { id: 'statusBarItem.warningBackground' },
      context: 'other',
    });
    expect(front({ uri: uri(prod) }).backgroundColor?.id).toBe('statusBarItem.errorBackground');
  });

  it.each([
    ['right', dev, prod],
    ['left', prod, dev],
  ])('that compares is told of for its %s side alone', (_, original, modified) => {
    expect(front({ original: uri(original), modified: uri(modified) })).toMatchObject({
      visible: true,
      text: '$(warning) Tab of prod',
      tooltip: expect.stringMatching(/^This tab compares objects of .*\. Of prod: dev is active now\.$/) as string,
      backgroundColor: { id: 'statusBarItem.errorBackground' },
      context: 'other',
    });
  });

  it('that compares is told of for both sides, of which production is minded most', () => {
    const { text, tooltip, backgroundColor } = front({ original: uri(prod), modified: uri(other) });
    expect(text).toBe('$(warning) Tab of other and prod');
    expect(tooltip).toBe(
      'This tab compares objects of other and prod. Of other: dev is active now. Of prod: dev is active now.',
    );
    expect(backgroundColor?.id).toBe('statusBarItem.errorBackground');
  });

  it('that compares with a file of the disk, or within one session, is that session’s', () => {
    const file = new editor.Uri('file', '');
    expect(front({ original: file, modified: uri(other) }).text).toBe('$(warning) Tab of other');
    expect(front({ original: uri(other), modified: file }).text).toBe('$(warning) Tab of other');
    expect(front({ original: uri(other), modified: uri(other) }).tooltip).toMatch(/^This tab was opened as other/);
  });

  it('that compares with what has ended is told of as that', () => {
    sessions.live.delete('other');
    sessions.known.set('other', expire(other));
    expect(front({ original: uri(dev), modified: uri(other) })).toMatchObject({
      tooltip: 'This tab compares objects of other and dev. Of other: this session has ended.',
      context: 'ended',
    });
  });

  it('is explained by whom one has to mind, and opened as the active one from there', async () => {
    editor.answer = 'Open as dev';
    front({ original: uri(dev), modified: uri(other) });
    await explainTab(sessions, identify);
    expect(editor.told).toEqual(['This tab compares objects of other and dev. Of other: dev is active now.']);
    expect(editor.opened).toEqual([uri(dev)]);
  });
});
