import { documentObject, type Declared } from './declared.js';

/** A name and an expression. */
type Argument = readonly [name: string, expression: string];

/** What is wanted as a configuration of Terraform. English, as that is. */
export function terraformConfiguration(declared: Declared): string {
  return [...imports(declared), ...userBlocks(declared), ...roleBlocks(declared)].join('\n');
}

/** Those are adopted, and not made again. */
function imports({ wanted: { user, role }, exists }: Declared): readonly string[] {
  const adopted: readonly (readonly [isThere: boolean, to: string, id: string])[] = [
    [exists.user, 'aws_iam_user.caller', user?.name ?? ''],
    [exists.role, 'aws_iam_role.role', role.name],
    ...role.attached.map(
      (arn, index) =>
        [
          exists.attached.includes(arn),
          `aws_iam_role_policy_attachment.${attachmentName(index)}`,
          `${role.name}/${arn}`,
        ] as const,
    ),
    [exists.rolePolicy, 'aws_iam_role_policy.role', `${role.name}:${role.inline?.name ?? ''}`],
    [exists.userPolicy, 'aws_iam_user_policy.assume', `${user?.name ?? ''}:${user?.policy.name ?? ''}`],
  ];
  const blocks = adopted
    .filter(([isThere]) => isThere)
    .map(([, to, id]) =>
      block('import', [
        ['to', to],
        ['id', quoted(id)],
      ]),
    );
  return blocks.length === 0 ? [] : ['# There already: import blocks need Terraform 1.5 or later.', ...blocks];
}

function userBlocks({ wanted: { user, role } }: Declared): readonly string[] {
  if (user === undefined) {
    return [];
  }
  const references = new Map([[role.arn, 'aws_iam_role.role.arn']]);
  return [
    ...(user.accessKey === 'no'
      ? []
      : [
          "# No aws_iam_access_key for this user: Terraform's state would hold the secret as plain text.",
          '# Make one with: aws iam create-access-key',
        ]),
    resource('aws_iam_user', 'caller', [
      ['name', quoted(user.name)],
      ['path', quoted(user.path)],
    ]),
    resource('aws_iam_user_policy', 'assume', [
      ['name', quoted(user.policy.name)],
      ['user', 'aws_iam_user.caller.name'],
      ['policy', encoded(user.policy.document, references)],
    ]),
  ];
}

function roleBlocks({ wanted: { user, role }, trust }: Declared): readonly string[] {
  const references = new Map(user && [[user.arn, 'aws_iam_user.caller.arn']]);
  const { description, maxSessionDuration, boundary, tags, inline } = role;
  return [
    resource('aws_iam_role', 'role', [
      ['name', quoted(role.name)],
      ['path', quoted(role.path)],
      ...optional('description', description, quoted),
      ...optional('max_session_duration', maxSessionDuration, String),
      ...optional('permissions_boundary', boundary, quoted),
      ['assume_role_policy', encoded(trust, references)],
      ...optional('tags', tags.size === 0 ? undefined : Object.fromEntries(tags), (each) => expression(each)),
    ]),
    ...role.attached.map((arn, index) =>
      resource('aws_iam_role_policy_attachment', attachmentName(index), [
        ['role', 'aws_iam_role.role.name'],
        ['policy_arn', quoted(arn)],
      ]),
    ),
    ...(inline === undefined
      ? []
      : [
          resource('aws_iam_role_policy', 'role', [
            ['name', quoted(inline.name)],
            ['role', 'aws_iam_role.role.name'],
            ['policy', encoded(inline.document)],
          ]),
        ]),
  ];
}

function attachmentName(index: number): string {
  return `policy_${index + 1}`;
}

function optional<T>(name: string, value: T | undefined, write: (value: T) => string): readonly Argument[] {
  return value === undefined ? [] : [[name, write(value)]];
}

function resource(type: string, name: string, fields: readonly Argument[]): string {
  return block(`resource "${type}" "${name}"`, fields);
}

function block(head: string, fields: readonly Argument[]): string {
  return [`${head} {`, ...fields.map(([name, value]) => `  ${name} = ${value}`), '}', ''].join('\n');
}

/** Whatever is in it, and no part of it a template. */
function quoted(text: string): string {
  return JSON.stringify(text)
    .replace(/\\./g, (escape) => (escape === '\\b' ? '\\u0008' : escape === '\\f' ? '\\u000c' : escape))
    .replace(/[$%](?=\{)/g, '$&$&');
}

function encoded(document: string, references: ReadonlyMap<string, string> = new Map()): string {
  return `jsonencode(${expression(documentObject(document), references)})`;
}

function expression(value: unknown, references: ReadonlyMap<string, string> = new Map(), margin = '  '): string {
  const inner = `${margin}  `;
  const lines = (open: string, parts: readonly string[], close: string) =>
    parts.length === 0 ? `${open}${close}` : [open, ...parts.map((part) => inner + part), margin + close].join('\n');
  if (Array.isArray(value)) {
    return lines(
      '[',
      value.map((each) => `${expression(each, references, inner)},`),
      ']',
    );
  }
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(
      ([name, each]) => `${quoted(name)} = ${expression(each, references, inner)}`,
    );
    return lines('{', parts, '}');
  }
  return typeof value === 'string' ? (references.get(value) ?? quoted(value)) : JSON.stringify(value);
}
