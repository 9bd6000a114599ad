import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Listeners } from '../../../src/base/listeners.js';
import type { MfaSession } from '../../../src/model/session/mfaSessions.js';
import { expire, NEVER, type LiveSession } from '../../../src/model/session/session.js';
import type { RowKey } from '../../../src/sessionsView/rows.js';
import { SessionsTree } from '../../../src/sessionsView/sessionsTree.js';
import { folderSessionsOf } from '../../../src/model/session/sessionReader.js';
import { liveSession, NOW, roleRef } from '../../support/samples.js';
import { FakeSessions, liveEntry } from '../../support/sessions.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('the tree of the sessions', () => {
  const settings = new Listeners();
  let sessions: FakeSessions;
  let tree: SessionsTree;
  let production: string[];
  let mfa: MfaSession[];
  let fired: (RowKey | undefined)[];

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
    sessions = new FakeSessions();
    production = [];
    mfa = [];
    tree = new SessionsTree({
      sessions,
      context: () => ({
        now: Date.now(),
        formatTime: String,
        warnBefore: [],
        production,
        recent: [],
        mfa,
        folders: folderSessionsOf(sessions, new Map([['file:///api', 'api']])),
      }),
      changes: [settings.event],
    });
    fired = [];
    tree.onDidChangeTreeData((key) => fired.push(key));
  });

  afterEach(() => {
    tree.dispose();
    vi.useRealTimers();
  });

  const session = (name: string, leftMs: number): LiveSession =>
    liveSession({ id: name, key: name, role: roleRef(name), expiresAt: NOW + leftMs });
  const put = (name: string, leftMs: number): void => sessions.put(liveEntry(session(name, leftMs)));
  const shown = (): unknown[] => tree.getChildren().map((key) => tree.getTreeItem(key).description);

  it('is told of a session that comes, as a whole', () => {
    put('a', 60 * MINUTE);
    expect(fired).toEqual([undefined]);
    expect(shown()).toEqual(['60m · 123456789012 · profile ststestprofile']);
  });

  it('has no rows below its rows', () => {
    put('a', 60 * MINUTE);
    expect(tree.getChildren().map((key) => tree.getChildren(key))).toEqual([[]]);
  });

  it('is told of the one row that is different, by the key that the editor knows', () => {
    put('a', 60 * MINUTE);
    put('b', 60 * MINUTE);
    const keys = tree.getChildren();
    fired = [];
    sessions.put(liveEntry(session('b', 60 * MINUTE), { underWay: true }));
    expect(fired).toHaveLength(1);
    expect(fired[0]).toBe(keys.find((key) => key.kind === 'session' && key.sessionId === 'b'));
  });

  it('is told of nothing where a change shows in no row', () => {
    put('a', 60 * MINUTE);
    fired = [];
    settings.fire();
    expect(fired).toEqual([]);
  });

  it('tells of the rows that a folder has, or has no more', () => {
    put('a', 60 * MINUTE);
    put('b', 60 * MINUTE);
    sessions.assign('file:///api', session('a', 60 * MINUTE));
    fired = [];
    sessions.assign('file:///api', session('b', 60 * MINUTE));
    expect(fired).toHaveLength(2);
    sessions.assign('file:///other', session('a', 60 * MINUTE)); // not in the workspace
    sessions.assign('file:///api');
    expect(fired).toHaveLength(3);
  });

  it('follows the settings', () => {
    put('a', 60 * MINUTE);
    fired = [];
    production = ['a'];
    settings.fire();
    expect(fired).toEqual(tree.getChildren());
  });

  it('can still draw a row that has just gone', () => {
    put('a', 60 * MINUTE);
    const [key] = tree.getChildren();
    sessions.live.clear();
    put('b', 60 * MINUTE);
    expect(key && tree.getTreeItem(key).label).toBe('a');
  });

  describe('has a clock', () => {
    it('none while nobody looks', () => {
      put('a', 60 * MINUTE);
      expect(vi.getTimerCount()).toBe(0);
    });

    it('none while nothing counts down', () => {
      tree.show(true);
      expect(vi.getTimerCount()).toBe(0);
      sessions.put(liveEntry(liveSession({ expiresAt: NEVER })));
      const old = session('old', -1);
      sessions.put({ ...liveEntry(old), state: expire(old) });
      expect(vi.getTimerCount()).toBe(0);
    });

    it('that tells of each minute once', () => {
      tree.show(true);
      put('a', 60 * MINUTE - 1);
      fired = [];
      vi.advanceTimersByTime(5 * MINUTE);
      expect(fired).toHaveLength(5);
      expect(shown()).toEqual(['54m · 123456789012 · profile ststestprofile']);
    });

    it('that tells of each second of the last minute, and looks no oftener', () => {
      put('a', 30 * SECOND);
      put('b', 30 * SECOND + 500);
      tree.show(true);
      fired = [];
      vi.advanceTimersToNextTimer();
      expect(Date.now()).toBe(NOW + SECOND);
      vi.advanceTimersByTime(9 * SECOND);
      expect(fired).toHaveLength(20);
    });

    it('for what an MFA code gave, too', () => {
      mfa = [{ key: 'k', device: 'GAHT12345678', expiresAt: NOW + 10 * MINUTE }];
      settings.fire();
      expect(shown()).toEqual(['10m']);
      tree.show(true);
      vi.advanceTimersByTime(5 * MINUTE + 1);
      expect(shown()).toEqual(['4m']);
    });

    it('that stops when the view is hidden, and is right when it is seen again', () => {
      tree.show(true);
      put('a', 60 * MINUTE);
      tree.show(false);
      expect(vi.getTimerCount()).toBe(0);
      vi.advanceTimersByTime(10 * MINUTE);
      tree.show(true);
      expect(shown()).toEqual(['50m · 123456789012 · profile ststestprofile']);
    });

    it('that ends with the tree', () => {
      tree.show(true);
      put('a', 60 * MINUTE);
      tree.dispose();
      expect(vi.getTimerCount()).toBe(0);
      fired = [];
      put('b', 60 * MINUTE);
      expect(fired).toEqual([]);
    });
  });
});
