import { expect, it } from 'vitest';
import { expire, NEVER, type Session } from '../../../../src/model/session/session.js';
import { actingText } from '../../../../src/model/sessionText/actingText.js';
import { liveSession, NOW, roleRef } from '../../../support/samples.js';

const dev = liveSession({ role: roleRef('dev'), expiresAt: NOW + 42 * 60_000 });
const failed = { kind: 'failed', role: roleRef('dev'), message: 'No.' } as const;

it.each<[string, Session]>([
  ['nobody', { kind: 'none' }],
  ['dev, 42m', dev],
  ['dev', { ...dev, expiresAt: NEVER }],
  ['dev (read-only), 42m', { ...dev, narrowedTo: 'read-only' }],
  ['dev expired', expire(dev)],
  ['dev failed', failed],
  ['dev, 42m, ops pending', { kind: 'assuming', role: roleRef('ops'), previous: dev }],
  ['dev expired, being renewed', { kind: 'assuming', role: roleRef('dev'), previous: expire(dev) }],
  ['nobody, ops pending', { kind: 'assuming', role: roleRef('ops'), previous: { kind: 'none' } }],
])('one acts as %s', (text, session) => {
  expect(actingText(session, NOW)).toBe(text);
});
