// The sandbox's S3: one account of buckets in memory behind S3's REST interface.
import type { Clock, S3Service, S3Store } from '../types.js';
import { findOperation } from './operations.js';
import { S3State } from './state.js';
import { createStore } from './store.js';

export function createS3(clock: Clock): { service: S3Service; store: S3Store } {
  const state = new S3State(clock);
  return {
    service: {
      handle: async (request, response) => {
        if (!response.headersSent) response.setHeader('x-amz-request-id', request.requestId);
        await findOperation(request)({ state, request, response });
      },
      guardOf: (name) => {
        const bucket = state.buckets.get(name);
        return bucket && { accountId: bucket.accountId, policy: bucket.policy, type: 'resource-based policy' };
      },
    },
    store: createStore(state),
  };
}
