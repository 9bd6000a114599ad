import { expect, it } from 'vitest';
import { arrivedSession, arrivalText } from '../../../../src/session/bringing/arrived.js';
import { broughtEntry, type BroughtEntry } from '../../../../src/session/bringing/entry.js';
import { liveSession, NOW } from '../../../support/samples.js';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const entry = (overrides = {}, from = 'laptop', id = ID): BroughtEntry =>
  broughtEntry(liveSession(overrides), { id, machine: { id: undefined, name: '0' }, from }, NOW);

it('what arrives is a session of its own, which nothing gives again', () => {
  const sent = liveSession({ narrowedTo: 'S3 only', narrowedBy: 'in-place', endpoints: { s3: 'https://s3.test' } });
  const { session, plan, generation } = arrivedSession(entry(sent));
  expect(session).toMatchObject({
    kind: 'live',
    role: { id: `brought:${ID}`, name: 'read-only', request: { target: { kind: 'brought', id: ID, from: 'laptop' } } },
    identity: sent.identity,
    principal: undefined,
    source: 'brought from laptop',
    narrowedTo: 'S3 only',
    narrowedBy: 'in-place',
    endpoints: { s3: 'https://s3.test' },
    credentials: sent.credentials,
    startedAt: sent.startedAt,
    expiresAt: sent.expiresAt,
  });
  expect(plan).toMatchObject({ source: { kind: 'brought', from: 'laptop' }, hops: [], narrowedTo: 'S3 only' });
  expect(generation).toBe(1);
});

it('two of them are two, and neither is one of this machine', () => {
  const [one, other] = [arrivedSession(entry()), arrivedSession(entry({}, 'laptop', ID.replace('0', '1')))];
  const sent = liveSession();
  expect(new Set([one.session.id, other.session.id, sent.id]).size).toBe(3);
  expect(new Set([one.session.key, other.session.key, sent.key]).size).toBe(3);
});

it.each<[string, BroughtEntry, boolean, string]>([
  [
    'says who, until when and from where',
    entry({ narrowedTo: 'read-only' }),
    false,
    'Session read-only (read-only), until 15:04, was brought from laptop. It is arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/mytestsession. Use it here?',
  ],
  ['names production', entry(), true, 'It is production. Use it here?'],
  [
    'names where its calls go, if that is not AWS, each once',
    entry({ endpoints: { all: 'https://a.test', sts: 'https://a.test', s3: 'https://b.test' } }),
    false,
    'Its calls go to https://a.test, https://b.test. Use it here?',
  ],
])('an offer %s', (_, offered, isProduction, expected) => {
  expect(arrivalText(offered, '15:04', isProduction)).toContain(expected);
});

it('an offer is in one piece, whatever the machine is called', () => {
  const text = arrivalText(entry({}, `lap\n“top” ${'x'.repeat(200)}`), '15:04', false);
  expect(text).not.toContain('\n');
  expect(text).toMatch(/brought from lap 'top' x+…\. It is arn:/);
});
