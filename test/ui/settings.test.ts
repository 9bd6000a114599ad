// The settings as the editor explains them: sections in its settings page, words and checks in settings.json.
import { beforeAll, describe, expect, it } from 'vitest';
import { readTexts } from '../support/manifest.js';
import { openWorkbench } from './harness.js';
import { BOTH_THEMES, changeSettings, pictures } from './pictures.js';
import type { Workbench } from './workbench/workbench.js';
import { succeeds, waitUntil } from './workbench/workbenchWait.js';

const texts = readTexts();
const HOVER_MS = 5_000;
const NOT_HTTPS = 'http://idp.example.com/sso';
const ROLES = [
  { arn: 'arn:aws:iam::1:role/x' },
  { name: 'corp', saml: { signInUrl: NOT_HTTPS } },
  { arn: 'arn:aws:iam::123456789012:role/NAME', sessionTags: { 'aws:team': 'data' } },
];

describe('the settings', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await openWorkbench({
      // The newest editor shows settings above everything else, where the palette does not open.
      settings: { ...BOTH_THEMES, 'workbench.editor.useModal': 'off' },
    });
    changeSettings(workbench, 'Machine', { 'roleSessions.roles': ROLES });
  });

  const text = (key: string): string => {
    const found = texts[key];
    if (found === undefined) throw new Error(`There is no text ${key}`);
    return found;
  };

  /** What the editor shows where the mouse rests on a value that it underlines. */
  async function hoverOver(value: string, says: string): Promise<void> {
    const { page } = workbench;
    const hover = page.locator('.monaco-hover:visible', { hasText: says });
    await waitUntil(
      async () => {
        await page.mouse.move(640, 780); // Where the text was drawn anew, a mouse that rests is over nothing.
        await page.locator('.view-line', { hasText: value }).locator('span span').last().hover();
        return succeeds(hover.waitFor({ timeout: HOVER_MS }));
      },
      () => `"${says}" beside ${value}`,
    );
  }

  it('are checked in settings.json, field by field', async () => {
    await workbench.runCommand('Preferences: Open Remote Settings (JSON)');
    await workbench.waitForEditorText(NOT_HTTPS);
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await hoverOver('arn:aws:iam::1:role/x', text('setting.roles.arn.patternError'));
    await hoverOver(NOT_HTTPS, text('setting.signInUrl.patternError'));
    await pictures(workbench, 'settings-1-checked');
  });

  it('offer the fields of a field, and say what each is for', async () => {
    const { page } = workbench;
    await page.locator('.view-line', { hasText: NOT_HTTPS }).click();
    await page.keyboard.press('End');
    await page.keyboard.type(',');
    await page.keyboard.press('Control+Space');
    const offered = page.locator('.suggest-widget.visible .monaco-list-row');
    const labels = async (): Promise<string> => (await offered.allInnerTexts()).join(' ');
    await waitUntil(async () => (await labels()).includes('principalArn'), 'the fields of saml');
    expect(await labels()).not.toMatch(/sessionName|signInUrl|%/);
    await page.keyboard.type('principal');
    await page.keyboard.press('Control+Space'); // Shows what the chosen one is for.
    const description = text('setting.roles.saml.principalArn.description');
    await page.locator('.suggest-details:visible', { hasText: description }).waitFor();
    await pictures(workbench, 'settings-2-completion');
  });

  it('stand in titled sections, with no key in place of a text', async () => {
    const { page } = workbench;
    await workbench.runCommand('Preferences: Open Settings (UI)');
    const editor = page.locator('.settings-editor');
    await editor.locator('.suggest-input-container').click();
    await page.keyboard.type('@ext:role-sessions.role-sessions');
    // Settings of the machine stand beside the user's.
    await editor.locator('.settings-tabs-widget .action-label', { hasText: 'Remote' }).click();
    await editor.getByText('What is production, and marked in the error colour').waitFor();
    await pictures(workbench, 'settings-3-sections');
    const rows = await editor.locator('.settings-toc-container .monaco-list-row').allInnerTexts();
    const sections = ['roles', 'sessions', 'mfa', 'identityCenter', 'debug', 'audit', 'console', 'policies'].map(
      (section) => text(`configuration.${section}.title`),
    );
    expect(rows.map((row) => row.replace(/\s*\(\d+\)\s*/, '').trim()).slice(1)).toEqual([
      text('extension.displayName'),
      ...sections,
    ]);
    expect(await editor.innerText()).not.toMatch(/%\w+\./);
  });
});
