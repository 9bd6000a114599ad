import { expect, it } from 'vitest';
import { describeSource } from '../../../../src/model/plan/describeSource.js';
import { hop, plan, scope } from '../../../support/samples.js';
import { FEDERATION_TOKEN, SESSION_TOKEN } from '../sources.js';

it.each([
  [[], 'profile ststestprofile'],
  [[hop()], 'profile ststestprofile'],
  [[hop({}, 'base'), hop({}, 'middle'), hop()], 'profile ststestprofile → base → middle'],
  [[SESSION_TOKEN, hop()], 'profile ststestprofile → session token'],
  [[hop({}, 'base'), hop(), scope(), scope()], 'profile ststestprofile → base'],
  [[FEDERATION_TOKEN, hop()], 'profile ststestprofile → ana'],
])('what lies before the last call is told', (hops, text) => {
  expect(describeSource(plan({ hops }))).toBe(text);
});
