// What of JSON Schema (draft 7) and of the editor's own words a setting's schema uses, and how its references go.

type JsonType = 'string' | 'integer' | 'boolean' | 'object' | 'array';

/** What a snippet writes; `${1:name}` is a place to fill in. */
interface Snippet {
  readonly label: string;
  readonly description?: string;
  readonly body: unknown;
}

/** `Name`: the definitions that it may refer to. */
export interface JsonSchema<Name extends string = string> {
  readonly $ref?: `#/$defs/${Name}`;
  readonly type?: JsonType | readonly JsonType[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  /** For all that has no message of its own. */
  readonly errorMessage?: string;
  readonly format?: 'uri';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: JsonSchema<Name>;
  readonly contains?: JsonSchema<Name>;
  /** False for one that must not be there. */
  readonly properties?: Readonly<Record<string, JsonSchema<Name> | false>>;
  readonly propertyNames?: JsonSchema<Name>;
  readonly additionalProperties?: false | JsonSchema<Name>;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly not?: JsonSchema<Name>;
  readonly anyOf?: readonly JsonSchema<Name>[];
  readonly dependencies?: Readonly<Record<string, readonly string[] | JsonSchema<Name>>>;
  readonly markdownDescription?: string;
  readonly examples?: readonly unknown[];
  readonly defaultSnippets?: readonly Snippet[];
}

/** A schema with the parts that it refers to. */
export interface SchemaDocument<Name extends string> extends JsonSchema<Name> {
  readonly $defs: Readonly<Record<Name, JsonSchema<Name>>>;
}

/**
 * The same schema with every reference replaced by what it names; what stands beside a reference goes before. The
 * editor puts the schemas of all settings into one document, so "a setting's schema must be self-contained":
 * https://code.visualstudio.com/api/references/contribution-points#contributes.configuration.
 */
export function expand<Name extends string>({ $defs, ...schema }: SchemaDocument<Name>): JsonSchema<never> {
  const inline = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(inline);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const { $ref, ...rest } = value as JsonSchema<Name>;
    const own = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, inline(inner)]));
    return $ref === undefined ? own : { ...(inline($defs[nameOf($ref)]) as object), ...own };
  };
  return inline(schema) as JsonSchema<never>;
}

function nameOf<Name extends string>(reference: `#/$defs/${Name}`): Name {
  return reference.slice('#/$defs/'.length) as Name;
}
