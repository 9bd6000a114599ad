// What windows tell of what they do, for the audit log: each of its own, and every call once.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditEntry, auditLine } from '../../../src/audit/auditEntry.js';
import { configuredRole, narrowedRequest } from '../../../src/model/request.js';
import { HOUR_MS, MINUTE_MS, Office, type Window } from './office.js';

let office: Office;
let window: Window;
let other: Window;
let told: string[];
let lines: string[];

beforeEach(async () => {
  office = await Office.open();
  window = office.window();
  other = office.window(window.secrets);
  told = [];
  lines = [];
  for (const [name, each] of Object.entries({ one: window, other })) {
    each.sessions.onDidAct((act) => {
      const entry = auditEntry(act, Date.now());
      told.push(`${name}: ${entry.event} ${entry.role}`);
      lines.push(auditLine(entry, []));
    });
  }
  office.role('dev');
});
afterEach(() => office.close());

it('whoever makes, renews and ends a session tells it, and the others do not', async () => {
  const dev = await window.assume('dev');
  expect(told).toEqual(['one: assumed dev']);
  await other.keeper.lookAround();
  await other.assume('dev');
  await other.opener.use(dev.id);
  await office.pass(2 * HOUR_MS, MINUTE_MS);
  expect(told.filter((each) => each.endsWith('renewed dev'))).toHaveLength(office.calls() - 1);
  expect(office.calls()).toBeGreaterThan(1);
  told.length = 0;
  await other.opener.end(dev.id);
  await window.keeper.lookAround();
  expect([window.sessions.list(), told]).toEqual([[], ['other: ended dev']]);
});

it('what was narrowed is told with what AWS was told, and what was refused with who it was', async () => {
  await window.assume('dev');
  const request = narrowedRequest(configuredRole('profile:dev'), { narrowings: [{ kind: 'read-only' }] });
  const plan = await window.configuration.plan(request);
  const signal = new AbortController().signal;
  await window.opener.open({ request, plan }, { fresh: false, activates: true, signal, report: () => undefined });
  expect(told.at(-1)).toBe('one: narrowed dev');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    narrowedTo: 'read-only',
    reason: expect.stringContaining('read-only') as string,
  });
});

it('a call in vain is told with the reason', async () => {
  office.profile('gone', ['role_arn = arn:aws:iam::123456789012:role/gone', 'source_profile = base']);
  await expect(window.assume('gone')).rejects.toThrow();
  expect(told).toEqual(['one: failed gone']);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: expect.stringContaining('role') as string });
});

it('no line has a secret', async () => {
  const { credentials, id } = await window.assume('dev');
  await office.pass(HOUR_MS, MINUTE_MS);
  await window.opener.end(id);
  expect(lines.length).toBeGreaterThan(2);
  const text = lines.join('');
  const secrets = [credentials.secretAccessKey, credentials.sessionToken, office.anna.secretAccessKey];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});
