import { expect, it } from 'vitest';
import { portalId, portalName } from '../../../../src/model/plan/portal.js';

it.each([
  ['corp', 'https://corp.awsapps.com/start', 'corp', 'corp'],
  [undefined, 'https://corp.awsapps.com/start', 'https://corp.awsapps.com/start', 'corp.awsapps.com'],
  [undefined, 'corp', 'corp', 'corp'],
])('session %s at %s', (session, startUrl, id, name) => {
  expect(portalId({ session, startUrl })).toBe(id);
  expect(portalName({ session, startUrl })).toBe(name);
});
