// The pages that the extension opens in the user's own browser. Sign-in servers of UI tests listen on 127.0.0.2: the
// editor's server rewrites links to 127.0.0.1, because its users' browsers run on other machines.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { SCREENSHOTS, type Workbench } from './workbench.js';

export const BROWSER_HOST = '127.0.0.2';

/** The page that opens by what the user does; editors of tests trust every link, and so ask nothing. */
export async function pageOpenedBy(workbench: Workbench, action: () => Promise<void>): Promise<Page> {
  const opening = workbench.page.context().waitForEvent('page');
  await action();
  return opening;
}

/** Presses a button of the test identity provider's page, after choosing one of its users. */
export async function answerSignIn(page: Page, button: string, user?: string): Promise<void> {
  if (user !== undefined) await page.getByRole('radio', { name: user }).check();
  await page.getByRole('button', { name: button, exact: true }).click();
}

/** Keeps `<name>-light.png` and `<name>-dark.png` of a page beside the editor. */
export async function pagePictures(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${colorScheme}.png`) });
  }
}
