// A session that is brought from one machine to another: two editors, each with a machine of its own, and one client that
// keeps the secrets of both.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, type Sandbox } from '../sandbox/index.js';
import { awsCliFolder } from '../tools/awsCli.js';
import { closeWorkbench, openWorkbench } from './harness.js';
import { OneOrigin } from './oneOrigin.js';
import { BOTH_THEMES, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';

const WHO = `echo "cli=$(aws sts get-caller-identity --query Arn --output text | cut -d: -f6)"`;
const WRITE = `echo "put=$(aws s3api put-object --bucket mynewuser-tutorial-bucket --key brought 2>&1 | grep -o AccessDenied | head -1)"`;

describe('a session that is brought to another machine', () => {
  let sandbox: Sandbox;
  let origin: OneOrigin;
  let laptop: Workbench;
  let remote: Workbench;

  const through = (url: string): string => origin.lead(url);

  beforeAll(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    origin = await OneOrigin.open();
    laptop = await openWorkbench({ sandbox, through, settings: BOTH_THEMES });
  });
  afterAll(async () => {
    await closeWorkbench(remote);
    await closeWorkbench(laptop);
    origin.close();
    await sandbox.stop();
  });

  it('is narrowed first, and waits', async () => {
    await laptop.runCommand('AWS Role: Assume Role');
    await laptop.quickInput.waitFor('s3-full-access');
    await laptop.quickInput.choose('s3-full-access');
    await laptop.waitForStatus('s3-full-access 59m');
    await laptop.runCommand('AWS Role: Bring Session to a Remote Window…');
    await laptop.quickInput.waitFor('Read-Only');
    await pictures(laptop, 'bringing-1-choice');
    await laptop.quickInput.choose('Read-Only');
    const toast = await laptop.toast('can be used in a window of another machine');
    expect(toast.text).toMatch(/s3-full-access \(read-only/);
    await pictures(laptop, 'bringing-2-waits');
  });

  it('is offered in the window of a machine that has no AWS files, and used there', async () => {
    remote = await openWorkbench({
      ...{ through, beside: laptop, settings: BOTH_THEMES },
      rcFile: `PATH="${await awsCliFolder()}:$PATH"\n`,
    });
    const offer = await remote.toast('was brought from');
    expect(offer.text).toMatch(/s3-full-access \(read-only[^]*assumed-role\/sts-s3-full-access-role[^]*Use it here\?/);
    await pictures(remote, 'bringing-3-offer');
    await offer.click('Use Here');
    await remote.waitForStatus('s3-full-access');
    const terminal = await remote.openTerminal();
    expect(await terminal.run(WHO)).toMatch(/cli=assumed-role\/sts-s3-full-access-role\//);
    expect(await terminal.run(WRITE)).toContain('put=AccessDenied');
    await pictures(remote, 'bringing-4-used');
  });

  // A reload is for test/flows/session: of two pages the editor in a browser lets the last one write all secrets.
  it('goes on there when the one that it is of ends', async () => {
    await laptop.runCommand('AWS Role: End All Sessions');
    await laptop.waitForStatus('No AWS role');
    await remote.waitForStatus('s3-full-access');
  });

  it('ends where it is used', async () => {
    await remote.runCommand('AWS Role: End Session');
    await remote.waitForStatus('No AWS role');
    const terminal = await remote.openTerminal();
    expect(await terminal.run(WHO)).toContain('Unable to locate credentials');
  });
});
