// The question to the user: once for each extension and production role, one at a time.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Allowance } from '../../../src/api/access.js';
import { AccessBook } from '../../../src/api/accessBook.js';
import { Consent, type Question } from '../../../src/api/consent.js';
import { liveSession, roleRef } from '../../support/samples.js';
import { FakeMemento } from './memento.js';

const TOOL = { id: 'acme.tool', name: 'Tool', isSeen: true };
const OTHER = { id: 'acme.other', name: 'Other', isSeen: true };
const DEV = liveSession();
const PROD = liveSession({ id: 'prod', role: roleRef('prod') });
const STAGE = liveSession({ id: 'stage', role: roleRef('stage-prod') });

describe('consent', () => {
  let memento: FakeMemento;
  let book: AccessBook;
  let asked: { question: Question; answer: (allowance?: Allowance) => void }[];
  let consent: Consent;

  beforeEach(() => {
    memento = new FakeMemento();
    book = new AccessBook(memento);
    asked = [];
    consent = new Consent(
      book,
      ({ role }) => role.name.endsWith('prod'),
      (question) => new Promise((resolve) => void asked.push({ question, answer: (allowance) => resolve(allowance) })),
    );
  });

  const turns = () => new Promise((resolve) => setImmediate(resolve));
  const about = () => asked.map(({ question }) => [question.caller.id, question.about, question.session.id]);

  async function answer(index: number, allowance?: Allowance): Promise<void> {
    await turns();
    asked[index]?.answer(allowance);
    await turns();
  }

  it.each(['all', 'read-only'] as const)('to %s is asked for once', async (allowance) => {
    const first = consent.settle(TOOL, DEV, 'to look');
    await answer(0, allowance);
    expect(await first).toBe(allowance);
    expect(await consent.settle(TOOL, DEV, 'to look')).toBe(allowance);
    expect(await consent.settle(TOOL, { ...DEV, id: 'another' }, 'to look')).toBe(allowance);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.question).toEqual({
      about: 'extension',
      caller: TOOL,
      session: DEV,
      reason: 'to look',
      most: 'all',
    });
  });

  it('that is refused is not asked for again', async () => {
    const first = consent.settle(TOOL, DEV, 'to look');
    const refused = expect(first).rejects.toMatchObject({ code: 'refused' });
    await answer(0, 'refused');
    await refused;
    await expect(consent.settle(TOOL, DEV, 'to look')).rejects.toMatchObject({ code: 'refused' });
    expect(asked).toHaveLength(1);
  });

  it('is not given by a dialog that is dismissed, and asked for the next time', async () => {
    const first = expect(consent.settle(TOOL, DEV, 'to look')).rejects.toMatchObject({ code: 'refused' });
    await answer(0);
    await first;
    expect(book.list()).toEqual([]);
    const second = consent.settle(TOOL, DEV, 'to look');
    await answer(1, 'all');
    expect(await second).toBe('all');
  });

  it('of one extension is one question, whoever waits for it', async () => {
    const all = [consent.settle(TOOL, DEV, 'to look'), consent.settle(TOOL, { ...DEV, id: 'another' }, 'to see')];
    await answer(0, 'read-only');
    expect(await Promise.all(all)).toEqual(['read-only', 'read-only']);
    expect(asked).toHaveLength(1);
  });

  it('is asked for one extension after the other', async () => {
    const all = [consent.settle(TOOL, DEV, 'to look'), consent.settle(OTHER, DEV, 'to look')];
    await turns();
    expect(about()).toEqual([['acme.tool', 'extension', DEV.id]]);
    await answer(0, 'all');
    expect(about().slice(1)).toEqual([['acme.other', 'extension', DEV.id]]);
    await answer(1, 'all');
    expect(await Promise.all(all)).toEqual(['all', 'all']);
  });

  it('is asked for each production role besides, and kept by whom it is', async () => {
    const all = consent.settle(TOOL, PROD, 'to look');
    await answer(0, 'all');
    await answer(1, 'all');
    expect(await all).toBe('all');
    expect(about()).toEqual([
      ['acme.tool', 'extension', 'prod'],
      ['acme.tool', 'production', 'prod'],
    ]);
    expect(await consent.settle(TOOL, PROD, 'to look')).toBe('all');
    const other = expect(consent.settle(TOOL, STAGE, 'to look')).rejects.toMatchObject({ code: 'refused' });
    await answer(2, 'refused');
    await other;
    const somebody = { ...PROD, identity: { ...PROD.identity, arn: `${PROD.identity.arn}-else` } };
    void consent.settle(TOOL, somebody, 'to look').catch(() => undefined);
    await turns();
    expect(asked).toHaveLength(4);
  });

  it('to production is no more than to the extension', async () => {
    const all = consent.settle(TOOL, PROD, 'to look');
    await answer(0, 'read-only');
    expect(asked[1]?.question.most).toBe('read-only');
    await answer(1, 'read-only');
    expect(await all).toBe('read-only');
  });

  it('counts that another window has had meanwhile', async () => {
    const all = [consent.settle(TOOL, DEV, 'to look'), consent.settle(OTHER, DEV, 'to look')];
    await turns();
    await new AccessBook(memento).answer(OTHER, 'read-only', 1);
    await answer(0, 'all');
    expect(await Promise.all(all)).toEqual(['all', 'read-only']);
    expect(asked).toHaveLength(1);
  });

  it('that cannot be kept is none', async () => {
    memento.update = () => Promise.reject(new Error('disk full'));
    const first = expect(consent.settle(TOOL, DEV, 'to look')).rejects.toThrow('disk full');
    await answer(0, 'all');
    await first;
    const second = consent.settle(OTHER, DEV, 'to look').catch((error: unknown) => error);
    await turns();
    expect(asked).toHaveLength(2); // and the next question is not kept waiting
    asked[1]?.answer();
    expect(await second).toMatchObject({ code: 'refused' });
  });

  it('is not asked for without end where it is forgotten at once', async () => {
    memento.update = () => Promise.resolve();
    const all = expect(consent.settle(TOOL, DEV, 'to look')).rejects.toMatchObject({ code: 'refused' });
    for (let index = 0; index < 10; index += 1) await answer(index, 'all');
    await all;
    expect(asked.length).toBeLessThan(10);
  });
});
