import { readCatalog, type IamCatalog } from '../../src/iam/catalog.js';
import { iamCatalog } from '../../src/manifest/iamCatalog.js';

/** What ships, made of the package as the build makes it. */
export async function realCatalog(): Promise<IamCatalog> {
  return readCatalog(await iamCatalog());
}
