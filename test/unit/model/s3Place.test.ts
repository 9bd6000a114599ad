import { expect, it } from 'vitest';
import { s3PlaceOf } from '../../../src/model/s3Place.js';

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
])('there is no place in %j', (argument) => {
  expect(s3PlaceOf(argument)).toBeUndefined();
});

it.each([
  ['eu-west-1', 'eu-west-1'],
  [undefined, undefined],
  [7, undefined],
])('a place is in S3 where the argument says so, in region %j', (written, region) => {
  expect(s3PlaceOf({ sessionId: 's', place: { bucket: 'b', key: 'k/', region: written } })).toEqual({
    bucket: 'b',
    key: 'k/',
    region,
  });
});
