import { env } from 'vscode';
import type { Uri } from 'vscode';

/**
 * The editor's `Uri` writes a query anew: what is encoded within a parameter would no longer be. The API takes text as
 * well, which it opens as it is, though its types do not say so.
 */
export async function openAsWritten(url: string): Promise<boolean> {
  return env.openExternal(url as unknown as Uri);
}
