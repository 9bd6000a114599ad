import { describe, expect, it } from 'vitest';
import { writesEnvironments } from '../../../../src/terminals/environment/revival.js';

describe('the environment of terminals', () => {
  it.each([
    ['never', true, false],
    ['never', false, false],
    ['onExit', true, true],
    ['onExitAndWindowClose', true, true],
    ['onExit', false, false],
    ['onExit', undefined, true],
    [undefined, true, true],
    ['of a later editor', true, true],
  ])('with revival %j and persistence %j is written: %s', (revival, persistent, written) => {
    expect(writesEnvironments(revival, persistent)).toBe(written);
  });
});
