import { env, UIKind } from 'vscode';

/** The extension runs elsewhere than the editor's window. */
export function isRemote(): boolean {
  return env.remoteName !== undefined || env.uiKind === UIKind.Web;
}
