// The pages that the extension opens in the user's own browser. Sign-in servers of UI tests listen on 127.0.0.2: the
// editor's server rewrites links to 127.0.0.1, because its users' browsers run on other machines.
import type { Page } from 'playwright-core';
import type { Workbench } from './workbench.js';

export const BROWSER_HOST = '127.0.0.2';

/** The page that opens when the user says yes to the editor's question about it. */
export async function openedPage(workbench: Workbench): Promise<Page> {
  const opening = workbench.page.context().waitForEvent('page');
  await workbench.dialogButton('Open');
  return opening;
}
