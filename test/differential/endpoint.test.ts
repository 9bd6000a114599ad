// Who the AWS CLI and SDKs act as in a terminal that asks the endpoint, through renewals of a session of 15 minutes and
// a reload of the window. They are real programs that ask over real sockets; the time of the session alone is moved.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Endpoint } from '../../src/lending/endpoint/endpoint.js';
import type { LiveSession } from '../../src/model/session/session.js';
import type { SessionAct } from '../../src/model/sessionAct.js';
import { MINUTE_MS, Office, type Window } from '../flows/session/office.js';
import { cleanEnvironment } from '../tools/environment.js';
import { Programs, type Shell } from './programs.js';

const BORROWER = { kind: 'terminal', name: 'bash' } as const;

let programs: Programs;
let office: Office;
let window: Window;
let home: string;
let endpoint: Endpoint;
let acts: SessionAct[];

beforeEach(async () => {
  office = await Office.open();
  home = await mkdtemp(join(tmpdir(), 'endpoint-'));
  window = office.window();
  acts = [];
  office.role('dev', ['source_profile = base', 'duration_seconds = 900']);
  office.role('prod', ['source_profile = base', 'duration_seconds = 900']);
  programs = await Programs.find(office, home);
  endpoint = await open();
});
afterEach(async () => {
  endpoint.dispose();
  await office.close();
  await rm(home, { recursive: true });
});

function open(): Promise<Endpoint> {
  return Endpoint.open({
    sessions: window.sessions,
    memento: window.workspaceState,
    secrets: window.secrets,
    storage: home,
    record: (act) => void acts.push(act),
    wanted: () => undefined,
    moved: () => undefined,
    log: { warn: () => undefined },
  });
}

/** What a terminal has that is opened now. */
function shell(session: LiveSession, extra: Readonly<Record<string, string>> = {}, shielded = false): Shell {
  const { variables } = endpoint.grant(session, 'window', { borrower: BORROWER, shielded });
  return cleanEnvironment({
    HOME: home,
    USERPROFILE: home,
    AWS_MAX_ATTEMPTS: '1',
    ...Object.fromEntries(variables),
    ...extra,
  });
}

describe('in a terminal that asks the endpoint', { timeout: 120_000 }, () => {
  it('every program is the role, through three renewals and a reload, with nothing started anew', async () => {
    const session = await window.assume('dev');
    window.used.add(session.id);
    const env = shell(session);
    const { arn } = session.identity;
    const long = programs.longRun(env);
    const keys = new Set<string | undefined>();
    for (let renewals = 0; renewals <= 3; renewals += 1) {
      const seen = await long.ask();
      expect([seen.arn, await programs.byCli(env), await programs.byJavaScript(env), await programs.byGo(env)]).toEqual(
        [arn, arn, arn, arn],
      );
      keys.add(seen.key);
      if (renewals === 1) {
        endpoint.dispose();
        await window.reload();
        endpoint = await open();
      }
      if (renewals < 3) await office.pass(11 * MINUTE_MS, MINUTE_MS / 2);
    }
    await long.end();
    expect(keys.size).toBe(4);
    expect(office.calls()).toBeGreaterThanOrEqual(4);
  });

  it('a switch changes what new ones are, and no old one', async () => {
    const dev = await window.assume('dev');
    const before = shell(dev);
    const prod = await window.assume('prod');
    const after = shell(prod);
    expect([await programs.byCli(before), await programs.byCli(after)]).toEqual([dev.identity.arn, prod.identity.arn]);
    expect([await programs.byJavaScript(before), await programs.byJavaScript(after)]).toEqual([
      dev.identity.arn,
      prod.identity.arn,
    ]);
  });

  it('after the end nobody gets anything, and is told why', async () => {
    const session = await window.assume('dev');
    const env = shell(session);
    await window.opener.end(session.id);
    await expect(programs.byCli(env)).rejects.toThrow(/session has ended/);
    await expect(programs.byJavaScript(env)).rejects.toThrow(/401|credentials/i);
    expect(await programs.byGo(env)).toBeUndefined();
  });

  it.each([
    ['keys', ['aws_access_key_id = AKIAIOSFODNN7EXAMPLE', 'aws_secret_access_key = other']],
    ['a program', ['credential_process = /bin/false']],
  ])('a [default] profile with %s does not win where the shell is shielded from it', async (_, lines) => {
    const config = join(home, 'config');
    await writeFile(config, `[default]\n${lines.join('\n')}\n`);
    const session = await window.assume('dev');
    const { arn } = session.identity;
    const open = shell(session, { AWS_CONFIG_FILE: config });
    expect(await programs.byCli(open).catch(() => 'nobody')).not.toBe(arn); // which is why
    const shielded = shell(session, {}, true);
    expect([
      await programs.byCli(shielded),
      await programs.byJavaScript(shielded),
      await programs.byGo(shielded),
    ]).toEqual([arn, arn, arn]);
  });

  it('each program that asks is on record, with its process', async () => {
    const session = await window.assume('dev');
    await programs.byJavaScript(shell(session));
    const by = { ...BORROWER, pid: expect.any(Number) as number, program: 'node' };
    await vi.waitFor(() => expect(acts).toEqual([expect.objectContaining({ kind: 'fetched', by })]));
  });
});
