import type { SamlRole } from '../../model/plan/source.js';

/** A role of an assertion as a row of a list: its name, its account, and the provider that vouches for it. */
export function samlRoleRow({ roleArn, principalArn }: SamlRole): {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
} {
  const accountId = roleArn.split(':')[4] ?? '';
  return {
    label: `$(shield) ${lastPart(roleArn)}`,
    description: accountId,
    detail: `$(organization) ${lastPart(principalArn)}`,
  };
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The form's field, its base64, or the XML: enough to offer what is in the clipboard. Reading it is decided later. */
export function looksLikeAssertion(text: string): boolean {
  if (/\bSAMLResponse\b/.test(text)) {
    return true;
  }
  const start = text.trimStart().slice(0, 4000).trimEnd();
  const xml = start.startsWith('<') ? start : decoded(start);
  return /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<([\w.-]+:)?(Response|Assertion)[\s>]/s.test(xml);
}

function decoded(text: string): string {
  const base64 = text.replace(/%2B/gi, '+').replace(/%2F/gi, '/').replace(/%3D/gi, '=').replace(/\s/g, '');
  return /^[\w+/-]+={0,2}$/.test(base64)
    ? Buffer.from(base64, 'base64')
        .toString('utf8')
        .replace(/^\uFEFF/, '')
    : '';
}
