// What AWS itself tells of a denied request, decoded or by its authorization ID: the values of its condition keys.
import type { RequestContext } from '../../iam/evaluate/index.js';

/** Of the JSON text that DecodeAuthorizationMessage or GetRequestAuthorizationDetails give; nothing of what is neither. */
export function toldContext(json: string): RequestContext {
  const found = new Map<string, readonly string[]>();
  const keep = (key: string, values: readonly string[]) => found.set(key.toLowerCase(), values);
  try {
    visit(JSON.parse(json) as Told, keep);
  } catch {
    return new Map();
  }
  return found;
}

type Keep = (key: string, values: readonly string[]) => void;

interface Told {
  readonly context?: { readonly conditions?: { readonly items?: readonly Item[] } };
  readonly requestContext?: object;
  readonly evaluations?: readonly { readonly context?: object }[];
}

interface Item {
  readonly key?: unknown;
  readonly values?: { readonly items?: readonly { readonly value?: unknown }[] };
}

function visit(told: Told, keep: Keep): void {
  for (const { key, values } of told.context?.conditions?.items ?? []) {
    if (typeof key === 'string') {
      keep(key, textsOf((values?.items ?? []).map(({ value }) => value)));
    }
  }
  const [evaluation] = told.evaluations ?? [];
  for (const [key, value] of Object.entries({ ...told.requestContext, ...evaluation?.context })) {
    keep(key, textsOf(Array.isArray(value) ? value : [value]));
  }
}

function textsOf(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => ['string', 'number', 'boolean'].includes(typeof value)).map(String);
}
