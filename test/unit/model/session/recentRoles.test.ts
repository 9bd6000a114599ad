import { expect, it } from 'vitest';
import { recentRole, recentRolesIn } from '../../../../src/model/session/recentRoles.js';

const ARN = 'arn:aws:sts::123456789012:assumed-role/deploy/me';
const state = (values: Readonly<Record<string, unknown>>) => ({ get: (key: string) => values[key] });

it.each<[string, Readonly<Record<string, unknown>>, unknown]>([
  ['nothing', {}, []],
  ['something else', { recentRoles: 'profile:a', recentIdentities: 7 }, []],
  ['roles of which nothing is', { recentRoles: ['a'], recentIdentities: null }, [{ id: 'a', arn: undefined }]],
  ['roles of which nothing is known', { recentRoles: ['profile:a', 7] }, [{ id: 'profile:a', arn: undefined }]],
  [
    'who they were',
    {
      recentRoles: ['profile:a', 'setting:b'],
      recentIdentities: { 'profile:a': ARN, 'setting:b': 7, 'profile:c': ARN },
    },
    [
      { id: 'profile:a', arn: ARN },
      { id: 'setting:b', arn: undefined },
    ],
  ],
])('roles that were used lately are read from %s', (_, values, expected) => {
  expect(recentRolesIn(state(values))).toEqual(expected);
});

it('a role that was used lately has the name of its ID', () => {
  expect(recentRole('profile:dev')).toMatchObject({ id: 'profile:dev', name: 'dev' });
});
