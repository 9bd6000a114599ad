import { tmpdir } from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import { NeedsUser } from '../../../../src/base/errors.js';
import { mfaCode, type MfaContext } from '../../../../src/ask/interaction/mfaCode.js';
import { unattended } from '../../../../src/ask/interaction/unattended.js';
import { hop } from '../../../support/samples.js';
import { written } from '../../../support/vscode.js';

const SETTING = 'roleSessions.mfaCommand';
const MFA_HOP = { ...hop(), mfaSerial: 'arn:aws:iam::123456789012:mfa/anna' };

/** A command line of a script for Node; without quotation marks in it. */
const node = (script: string): string => `"${process.execPath}" -e "${script}"`;
const HANGS = node('setInterval(() => 0, 1000)');

function context(signal = new AbortController().signal): MfaContext {
  const environment = { variables: process.env, userName: 'anna', hostName: 'desk', homeDirectory: tmpdir() };
  return { name: 'ops', environment, report: () => undefined, log: { warn: () => undefined }, signal };
}

afterEach(() => {
  written.clear();
  vi.restoreAllMocks();
});

it('a command that prints a code answers where nobody is there', async () => {
  written.set(SETTING, node('console.log(123456)'));
  expect(await unattended(context()).mfaCode(MFA_HOP)).toBe('123456');
});

it('a command that hangs is stopped where nobody is there, and somebody is needed', async () => {
  written.set(SETTING, HANGS);
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const soon = new AbortController();
    setImmediate(() => soon.abort());
    return soon.signal;
  });
  await expect(unattended(context()).mfaCode(MFA_HOP)).rejects.toThrow(NeedsUser);
  expect(timeout).toHaveBeenCalledOnce();
});

it('a command may take its time where somebody sees that, until they give up', async () => {
  written.set(SETTING, HANGS);
  const timeout = vi.spyOn(AbortSignal, 'timeout');
  const abort = new AbortController();
  const asked = mfaCode(MFA_HOP, { ...context(abort.signal), report: () => setImmediate(() => abort.abort()) });
  await expect(asked).rejects.toThrow('Cancelled');
  expect(timeout).not.toHaveBeenCalled();
});
