import { readFile } from 'node:fs/promises';
import { brotliDecompressSync } from 'node:zlib';
import type { Memento } from 'vscode';
import { readCatalog, type CatalogData } from '../iam/catalog.js';
import type { IamAccess } from '../model/iam/iamCaller.js';
import { PolicyDocuments } from './policyDocuments.js';

export { speak } from '../base/l10n.js';

/** @param catalogFile what `manifest/iamCatalog.ts` has made */
export async function createPolicyDocuments(
  catalogFile: string,
  memento: Memento,
  iam: IamAccess,
): Promise<PolicyDocuments> {
  const json = brotliDecompressSync(await readFile(catalogFile)).toString('utf8');
  return new PolicyDocuments(readCatalog(JSON.parse(json) as CatalogData), memento, iam);
}
