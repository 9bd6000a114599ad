// A terminal for what is to run as one session, and as nobody else.
import { describe, expect, it, vi } from 'vitest';
import { pledgeOf } from '../../../../src/lending/pledge.js';
import { openFor } from '../../../../src/terminals/opening/openFor.js';
import { heldOf, NONE, type Holding } from '../../../../src/identity/holding.js';
import { FakeTerminal } from '../editor.js';
import { liveSession, roleRef } from '../../../support/samples.js';

const dev = liveSession({ id: 'dev', role: roleRef('dev') });
const pledge = pledgeOf(dev);

function opened(holding: Holding) {
  const terminal = new FakeTerminal('dev').seen;
  const open = vi.fn(() => Promise.resolve(terminal));
  let isLooked = false;
  const process = () => Promise.resolve().then(() => ((isLooked = true), 1));
  const of = () => (isLooked ? holding : NONE);
  return { open, terminal, result: openFor({ open }, { of, process }, pledge) };
}

describe('a terminal that is opened for a session', () => {
  it('is given once its shell has begun as it', async () => {
    const { open, terminal, result } = opened(heldOf(dev));
    expect(await result).toBe(terminal);
    expect(open).toHaveBeenCalledWith({ sessionId: 'dev' });
  });

  it.each<[string, Holding]>([
    ['nobody', NONE],
    ['another session', heldOf({ ...dev, id: 'prod' })],
    ['another person', heldOf({ ...dev, identity: { ...dev.identity, arn: 'arn:aws:sts::1:assumed-role/x/y' } })],
  ])('is none where that is %s', async (_, holding) => {
    await expect(opened(holding).result).rejects.toThrow('does not act as dev by now, so nothing was typed there');
  });
});
