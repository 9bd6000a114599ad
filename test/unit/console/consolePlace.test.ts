import { expect, it } from 'vitest';
import { consolePlaceOf } from '../../../src/console/consolePlace.js';

it.each([
  undefined,
  null,
  'x',
  {},
  { place: null },
  { place: 'x' },
  { place: { bucket: 'b' } },
  { place: { key: 'k' } },
  { place: { bucket: 1, key: 'k' } },
])('is home without a place: %j', (argument) => {
  expect(consolePlaceOf(argument)).toEqual({ kind: 'home' });
});

it.each([
  ['eu-west-1', 'eu-west-1'],
  [undefined, undefined],
  [7, undefined],
])('is in S3 where the argument says so, in region %j', (written, region) => {
  expect(consolePlaceOf({ sessionId: 's', place: { bucket: 'b', key: 'k/', region: written } })).toEqual({
    kind: 's3',
    bucket: 'b',
    key: 'k/',
    region,
  });
});
