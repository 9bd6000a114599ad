/**
 * What AWS's Service Authorization Reference says of the services, as `manifest/iamCatalog.ts` reduces it at build time.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
interface CatalogService {
  readonly prefix: string;
  readonly name: string;
  /** By their names in lower case: IAM takes them in any. */
  readonly actions: ReadonlyMap<string, CatalogAction>;
  readonly resourceTypes: readonly ResourceType[];
  readonly conditionKeys: readonly ConditionKey[];
}

type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions';

export interface CatalogAction {
  readonly name: string;
  readonly level: AccessLevel;
  /** None: it takes "*" alone. */
  readonly resourceTypes: readonly ResourceType[];
}

export interface ResourceType {
  readonly name: string;
  /** Such as `arn:${Partition}:s3:::${BucketName}`. */
  readonly arn: string;
}

/** How its values are compared. `isList`: a request has several of them. */
export interface ConditionKey {
  /** Such as `s3:prefix` or `aws:PrincipalTag/${TagKey}`. */
  readonly name: string;
  readonly type: 'String' | 'ARN' | 'Bool' | 'Numeric' | 'Date' | 'IPAddress';
  readonly isList: boolean;
}

/** Of a service: its name; its actions, each with the level's first letter and its types by number; types; keys. */
export type CatalogEntry = readonly [name: string, actions: string, resourceTypes: string, conditionKeys: string];

/** Entries by prefix; that of `aws` has the keys of every service. */
export type CatalogData = Readonly<Record<string, CatalogEntry>>;

export interface IamCatalog {
  /** In the order of the alphabet. */
  readonly prefixes: readonly string[];
  /** @param prefix in any case */
  service(prefix: string): CatalogService | undefined;
  nameOf(prefix: string): string;
  /** Keys that any service's request may have. */
  readonly globalKeys: readonly ConditionKey[];
}

export const GLOBAL = 'aws';
const PARTITION = 'arn:${Partition}:';
const LEVELS: Readonly<Record<string, AccessLevel>> = {
  L: 'List',
  R: 'Read',
  W: 'Write',
  T: 'Tagging',
  P: 'Permissions',
};

/** A service is read when it is asked for: there are more than four hundred. */
export function readCatalog(data: CatalogData): IamCatalog {
  const read = new Map<string, CatalogService>();
  const service = (written: string): CatalogService | undefined => {
    const prefix = written.toLowerCase();
    const known = read.get(prefix);
    const entry = prefix === GLOBAL || !Object.hasOwn(data, prefix) ? undefined : data[prefix];
    if (known !== undefined || entry === undefined) {
      return known;
    }
    const made = readService(prefix, entry);
    read.set(prefix, made);
    return made;
  };
  return {
    prefixes: Object.keys(data).filter((prefix) => prefix !== GLOBAL),
    service,
    nameOf: (prefix) => data[prefix]?.[0] ?? prefix,
    globalKeys: readKeys(data[GLOBAL]?.[3] ?? ''),
  };
}

function readService(prefix: string, [name, actions, types, keys]: CatalogEntry): CatalogService {
  const resourceTypes = lines(types).map((line): ResourceType => {
    const [type, arn] = split(line);
    return { name: type, arn: arn.startsWith('arn:') ? arn : `${PARTITION}${arn}` };
  });
  return {
    prefix,
    name,
    actions: new Map(actions.split(' ').map((text) => readAction(text, resourceTypes))),
    resourceTypes,
    conditionKeys: readKeys(keys),
  };
}

function readAction(text: string, types: readonly ResourceType[]): [string, CatalogAction] {
  const [, name = '', level = '', numbers = ''] = /^(.*)([LRWTP])([\d.]*)$/.exec(text) ?? [];
  const resourceTypes = numbers.split('.').flatMap((number) => types[number === '' ? -1 : Number(number)] ?? []);
  return [name.toLowerCase(), { name, level: LEVELS[level] ?? 'Write', resourceTypes }];
}

function readKeys(keys: string): ConditionKey[] {
  return lines(keys).map((line) => {
    const [name, type] = split(line);
    const single = type.replace(/^ArrayOf/, '');
    return { name, type: single as ConditionKey['type'], isList: single !== type };
  });
}

function lines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

function split(line: string): [string, string] {
  const space = line.lastIndexOf(' ');
  return [line.slice(0, space), line.slice(space + 1)];
}
