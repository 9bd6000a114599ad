// The story of S3 and STS as the extension needs them, told to any server that claims to speak them.
import { describe } from 'vitest';
import { keyCases } from './keys.js';
import { listingCases } from './listing.js';
import { listingPropertyCases } from './listingProperties.js';
import { multipartCases } from './multipart.js';
import { objectCases } from './objects.js';
import { presignedCases } from './presigned.js';
import { sessionCases } from './sessions.js';
import type { Target } from './target.js';
import { webIdentityCases } from './webIdentity.js';

/** Declares every case against one target. It must have no buckets yet. */
export function s3Cases(target: Target): void {
  describe('listing', () => listingCases(target));
  describe('any listing', () => listingPropertyCases(target));
  describe('objects', () => objectCases(target));
  describe('keys', () => keyCases(target));
  describe('multipart uploads', () => multipartCases(target));
  describe('presigned links', () => presignedCases(target));
  describe('web identity', () => webIdentityCases(target));
  // Last: its sessions expire, for which a target may move its clock.
  describe('sessions', () => sessionCases(target));
}
