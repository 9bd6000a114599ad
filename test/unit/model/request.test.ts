import { expect, it } from 'vitest';
import { configuredRole } from '../../../src/model/request.js';

it('a role as it is configured, with nothing asked beyond', () => {
  expect(configuredRole('profile:dev')).toEqual({
    target: { kind: 'configured', roleId: 'profile:dev' },
    overrides: {},
  });
});
