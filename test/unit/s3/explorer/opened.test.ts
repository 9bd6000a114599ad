import { describe, expect, it } from 'vitest';
import type { Narrowing } from '../../../../src/model/request.js';
import { shownPlaces } from '../../../../src/s3/explorer/opened.js';
import { liveSession, roleRef } from '../../../support/samples.js';

function narrowedTo(narrowing: Narrowing) {
  const role = roleRef('dev');
  return liveSession({ role: { ...role, request: { ...role.request, overrides: { narrowing } } } });
}

describe('the places that a session shows beside the buckets it may list', () => {
  const place = { kind: 's3-location', bucket: 'logs', prefix: 'app/', access: 'read' } as const;

  it('are those that were opened', () => {
    expect(shownPlaces(liveSession(), [{ bucket: 'mine', key: '' }])).toEqual([{ bucket: 'mine', key: '' }]);
    expect(shownPlaces(narrowedTo({ kind: 'read-only' }), [])).toEqual([]);
  });

  it('begin with the one that it was narrowed to', () => {
    expect(shownPlaces(narrowedTo(place), [{ bucket: 'mine', key: '' }])).toEqual([
      { bucket: 'logs', key: 'app/' },
      { bucket: 'mine', key: '' },
    ]);
  });

  it('begin with the narrowest that it was narrowed to in place', () => {
    const role = roleRef('dev');
    const scopes = [
      { narrowings: [place] },
      { narrowings: [{ ...place, prefix: 'app/x/' }, { kind: 'read-only' }] },
    ] as const;
    const session = liveSession({
      role: { ...role, request: { ...role.request, overrides: { narrowing: place, scopes } } },
    });
    expect(shownPlaces(session, [])).toEqual([{ bucket: 'logs', key: 'app/x/' }]);
  });

  it('hold it once', () => {
    expect(shownPlaces(narrowedTo(place), [{ bucket: 'logs', key: 'app/' }])).toHaveLength(1);
  });
});
