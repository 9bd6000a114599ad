import { describe, expect, it } from 'vitest';
import { freePort } from '../ports.js';
import { askedPort } from '../startPort.js';

describe('a port that is asked for', () => {
  it.each(['0', '65536', 'http', '-1', '80.5', ''])('is not %j', async (text) => {
    await expect(askedPort(text)).rejects.toThrow(`"${text}" is no port: take one of 1 to 65535.`);
  });

  it('that is free is taken', async () => {
    const port = await freePort();
    expect(await askedPort(String(port))).toBe(port);
  });
});
