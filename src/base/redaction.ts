const BLANK = '[redacted]';

/** As files, replies, forms and URLs write them: bare, in quotes, in the quotes of a text within a text. */
const QUOTE = String.raw`(?:\\*["']|&quot;|&#34;|%22)`;
const ASSIGNED = String.raw`\s*(?:[=:>]|%3A)\s*`;
/** A backslash belongs to the value unless it is a quote's. */
const VALUE = String.raw`(?:\\+[^\\"'\s]|%(?!22)|[^\s"'&<,%\\])+`;

/** The names under which replies, requests, files and variables of AWS and of OAuth carry secrets. */
const NAMES = [
  'X-Amz-Security-Token',
  'X-Amz-Signature',
  'X-Amz-Credential',
  'SecretAccessKey',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'SigninToken',
  'sessionKey',
  '(?:session|access|refresh|id|web_?identity)_?token',
  'client_?secret',
  'code_?verifier',
  'dpopKey',
  'SAML(?:Assertion|Response)',
  'TokenCode',
];
const NAMED = new RegExp(`((?:${NAMES.join('|')})${QUOTE}?${ASSIGNED}${QUOTE}?)${VALUE}`, 'gi');
/** The metadata services' name, which prose uses as well: only where a quote or a sign shows that it is data. */
const TOKEN = new RegExp(
  `(\\bToken(?:${QUOTE}${ASSIGNED}${QUOTE}?|\\s*:\\s*${QUOTE}|\\s*=\\s*${QUOTE}?|>))${VALUE}`,
  'gi',
);
const AUTHORIZATION = new RegExp(`(\\bAuthorization${QUOTE}?\\s*[:=]\\s*${QUOTE}?)[^\\s"'][^\\r\\n"']*`, 'gi');
const JWT = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g;
const IN_URL = /(\w:\/\/)[^\s/@]+@/g;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** `text` without `secrets`, as they are or in a URL, and without what is a secret by its name or its form. */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let clean = text;
  for (const secret of secrets) {
    clean = secret === '' ? clean : clean.replaceAll(secret, BLANK).replaceAll(encodeURIComponent(secret), BLANK);
  }
  return clean
    .replace(PRIVATE_KEY, BLANK)
    .replace(AUTHORIZATION, `$1${BLANK}`)
    .replace(NAMED, `$1${BLANK}`)
    .replace(TOKEN, `$1${BLANK}`)
    .replace(JWT, BLANK)
    .replace(IN_URL, `$1${BLANK}@`);
}
