import { readFile } from 'node:fs/promises';
import type { Memento } from 'vscode';
import { readCatalog, type CatalogData } from '../iam/catalog.js';
import { PolicyDocuments } from './policyDocuments.js';

export { speak } from '../base/l10n.js';

/** @param catalogFile what `manifest/iamCatalog.ts` has made */
export async function createPolicyDocuments(catalogFile: string, memento: Memento): Promise<PolicyDocuments> {
  const catalog = readCatalog(JSON.parse(await readFile(catalogFile, 'utf8')) as CatalogData);
  return new PolicyDocuments(catalog, memento);
}
