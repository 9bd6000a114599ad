import { beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '../../../../src/ask/interaction/browserPage.js';
import { showDeviceCode } from '../../../../src/ask/interaction/signInPrompts.js';
import { done, picks } from '../../../support/vscode.js';

const URL = 'https://device.example.com/start?user_code=ABCD-EFGH&x=%7e';
let over: AbortController;

beforeEach(() => {
  over = new AbortController();
  picks.length = 0;
  done.length = 0;
});

const showCode = (): void => showDeviceCode({ userCode: 'ABCD-EFGH', verificationUri: URL, over: over.signal });
const labels = () => picks[0]?.items.map(({ label }) => label);

describe('a code to sign in with', () => {
  it('is told, with the page that takes it', () => {
    showCode();
    expect(picks).toMatchObject([
      {
        title: 'Sign In with a Code',
        placeholder: 'To sign in, confirm the code ABCD-EFGH at https://device.example.com/start in any browser.',
        isOpen: true,
      },
    ]);
    expect(labels()).toEqual([
      '$(link-external) Copy Code and Open Browser',
      '$(link-external) Open Browser',
      '$(copy) Copy Link',
    ]);
    expect(done).toEqual([]);
  });

  it('is copied, and its page opened and its link copied, as often as one likes', async () => {
    showCode();
    picks[0]?.choose('Copy Code and Open Browser');
    await expect.poll(() => done).toEqual(['copied ABCD-EFGH', `opened ${URL}`]);
    for (const label of ['$(link-external) Open Browser', 'Copy Link', '$(link-external) Open Browser'])
      picks[0]?.choose(label);
    await expect.poll(() => done.slice(2).sort()).toEqual([`copied ${URL}`, `opened ${URL}`, `opened ${URL}`]);
    expect(picks).toMatchObject([{ isOpen: true }]);
  });

  it('is shown no longer once it is confirmed', () => {
    showCode();
    over.abort();
    expect(picks).toMatchObject([{ isOpen: false }]);
    showCode();
    expect(picks).toHaveLength(1);
  });
});

describe('the page of a sign-in', () => {
  it('is opened, and offered again until it is over', async () => {
    await openBrowser({ url: URL, over: over.signal }, new AbortController().signal);
    expect([done, labels()]).toEqual([[`opened ${URL}`], ['$(link-external) Open Again', '$(copy) Copy Link']]);
    picks[0]?.choose('Open Again');
    picks[0]?.choose('Copy Link');
    await expect.poll(() => done.slice(1)).toEqual([`opened ${URL}`, `copied ${URL}`]);
    over.abort();
    expect(picks).toMatchObject([{ isOpen: false }]);
  });
});
