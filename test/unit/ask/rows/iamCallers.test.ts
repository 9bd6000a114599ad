import { expect, it } from 'vitest';
import { iamCallerRows } from '../../../../src/ask/rows/iamCallers.js';
import type { SourceProfile } from '../../../../src/config/request/sourceProfiles.js';
import { identityOf } from '../../../../src/model/session/identity.js';
import { expire } from '../../../../src/model/session/session.js';
import { liveSession, roleRef, SOURCE } from '../../../support/samples.js';
import { liveEntry } from '../../../support/sessions.js';

const profile = (name: string, longTermKeys: boolean): SourceProfile => ({
  ...{ name, description: `access key of ${name}`, kind: 'static-keys', longTermKeys },
  ...{ mfaSerial: undefined, place: SOURCE.place },
});
const session = (id: string, arn?: string) => {
  const role = roleRef(id);
  return liveSession({ id, key: id, role, ...(arn !== undefined && { identity: identityOf(arn) }) });
};

it('the active session is first, then others, keys of profiles, and last what IAM may not take', () => {
  const token = session('token', 'arn:aws:iam::123456789012:user/ana');
  const federated = session('fed', 'arn:aws:sts::123456789012:federated-user/bob');
  const expired = liveEntry(session('old'));
  const entries = [
    ...[token, federated, session('a'), session('b')].map((each) => liveEntry(each)),
    { ...expired, state: expire(session('old')) },
  ];
  const rows = iamCallerRows(entries, 'b', [profile('admin', true), profile('short', false)]);
  expect(rows.map(({ caller }) => (caller.kind === 'session' ? caller.session : caller.profile))).toEqual([
    'b',
    'a',
    'admin',
    'token',
  ]);
  expect(rows[2]).toEqual({
    label: '$(key) profile admin',
    description: 'access key of admin',
    caller: { kind: 'profile', profile: 'admin' },
  });
});
