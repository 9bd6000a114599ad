// AWS files of every kind, for what holds whatever stands in them.
import fc from 'fast-check';

const NAMES = ['a', 'b', 'c', 'dev', 'corp'] as const;
const header = fc.oneof(
  fc.constantFrom(...NAMES).map((name) => `[profile ${name}]`),
  fc.constantFrom(...NAMES).map((name) => `[profile  "${name}"]`),
  fc.constantFrom('[default]', '[sso-session corp]', '[services x]', '[profile e] # x', '[profile a]', '[profile a]'),
);
const option = fc.constantFrom(
  ...['role_arn = arn:aws:iam::123456789012:role/x', 'role_arn=x', 'SOURCE_PROFILE : a', 'source_profile=b'],
  ...[
    'region = us-east-1',
    'region=',
    '  region = deep',
    's3 =',
    '  max = 1',
    '\tmore',
    'mfa_serial =',
    '   over lines',
  ],
  ...['aws_access_key_id = AKIA', 'aws_secret_access_key = one two', 'unknown = é = ü', ' output = json'],
);
const odd = fc.constantFrom('no sign', '= 4', '[open', '[]', '[DEFAULT]', ' [profile odd]');
const other = fc.constantFrom(
  '# comment',
  '; other',
  '   # inside',
  '',
  ' ',
  '\t',
  '\u2028',
  '# aws_secret_access_key = old',
);
const line = fc.oneof(
  { weight: 1, arbitrary: odd },
  { weight: 6, arbitrary: header },
  { weight: 12, arbitrary: option },
  { weight: 6, arbitrary: other },
);

/** With a byte-order mark, any line ends also mixed, and a last line with or without one. */
export const awsFile = fc
  .record({
    mark: fc.constantFrom('', '', '', '\uFEFF'),
    lines: fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')), { maxLength: 14 }),
    isEnded: fc.boolean(),
    onlyEnd: fc.constantFrom(undefined, undefined, '\n', '\r\n', '\r'),
  })
  .map(({ mark, lines, isEnded, onlyEnd }) => {
    const text = lines.map(([each, end]) => `${each}${onlyEnd ?? end}`).join('');
    return `${mark}${isEnded ? text : text.replace(/(?:\r\n|\r|\n)$/, '')}`;
  });
