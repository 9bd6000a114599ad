import { describe, expect, it } from 'vitest';
import { expire, type Session } from '../../../src/model/session/session.js';
import { statusText, type StatusContext, type StatusText } from '../../../src/statusBar/statusText.js';
import { liveSession, NOW, roleRef } from '../../support/samples.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

function show(session: Session, overrides: Partial<StatusContext>): StatusText {
  const context = {
    current: undefined,
    pending: undefined,
    now: NOW,
    warnBefore: [],
    production: [],
    folders: [],
    followed: undefined,
  };
  return statusText(session, { ...context, formatTime: (ms) => `<${ms - NOW}>`, ...overrides });
}

describe('folders with a session of their own', () => {
  const own = (name: string, session: Session) => ({ folder: `file:///${name}`, name, session });
  const prod = liveSession({ id: 'p', key: 'p', role: roleRef('prod'), expiresAt: NOW + 42 * MINUTE + 500 });
  const table = (...rows: readonly string[]) =>
    ['Folders with a session of their own:', ['| | |', '|:--|:--|', ...rows].join('\n')].join('\n\n');

  it('are told beside what the window is, in the error colour where one is production', () => {
    const alone = show(liveSession(), {});
    const shown = show(liveSession(), {
      folders: [own('api', prod), own('web', { kind: 'none' })],
      production: ['prod'],
    });
    expect(shown).toEqual({
      ...alone,
      text: `${alone.text} · $(flame) 2 folders`,
      severity: 'error',
      tooltip: `${alone.tooltip}\n\n${table('| api | prod, 42m · production |', '| web | nobody |')}`,
      label: `${alone.label}, folder api: prod, 42m · production, folder web: nobody`,
    });
  });

  it('are told also where the window is nobody, for as long as that is true', () => {
    const shown = show(
      { kind: 'none' },
      { folders: [own('api', prod), own('web', { ...prod, expiresAt: NOW + MINUTE })] },
    );
    expect(shown).toMatchObject({ text: '$(shield) No AWS role · 2 folders', severity: 'normal', freshForMs: SECOND });
    expect(show({ kind: 'none' }, { folders: [own('api', prod)] }).freshForMs).toBe(SECOND);
    expect(show({ kind: 'none' }, { folders: [own('api', expire(prod))] }).freshForMs).toBeUndefined();
    expect(show(liveSession({ expiresAt: NOW + 30 * MINUTE + 100 }), { folders: [own('x', prod)] }).freshForMs).toBe(
      SECOND,
    );
  });

  it.each<[string, Session, string]>([
    ['api', prod, 'api: prod'],
    ['api', { ...prod, narrowedTo: 'read-only' }, 'api: prod (read-only)'],
    ['api', expire(prod), 'api: prod expired'],
    ['api', { kind: 'none' }, 'api: nobody'],
    ['$(flame)', prod, '$ (flame): prod'],
  ])('%s is named where it is the only one: %#', (name, session, text) => {
    expect(show({ kind: 'none' }, { folders: [own(name, session)] }).text).toBe(`$(shield) No AWS role · ${text}`);
  });

  it('may be called anything', () => {
    const { tooltip } = show({ kind: 'none' }, { folders: [own('a|b\n[x](command:y)', expire(prod))] });
    expect(tooltip).toContain(String.raw`| a\|b&nbsp;\[x\]\(command:y\) | prod expired |`);
  });

  it('says first whom the followed folder acts as, and beside it the window', () => {
    const { text, label, tooltip } = show(liveSession({ expiresAt: NOW + 30 * MINUTE }), {
      followed: 'api',
      folders: [{ folder: '', name: 'window', session: prod }],
    });
    expect(text).toMatch(/^\$\(shield\) read-only 30m · api · window: /);
    expect(label).toMatch(/^folder api: .*, folder window: /);
    expect(tooltip).toContain('This is the session of folder api.');
    expect(tooltip).toContain('Elsewhere:');
  });
});
