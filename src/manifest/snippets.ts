// Whole roles to start from, as the editor offers them in settings.json.
const NAMED = {
  name: '${1:name}',
  arn: 'arn:aws:iam::${2:123456789012}:role/${3:NAME}',
} as const;
const ASSUMED = { ...NAMED, sourceProfile: '${4:default}' } as const;

const ROLE_BODIES = {
  role: ASSUMED,
  mfa: { ...ASSUMED, mfaSerial: 'arn:aws:iam::${2:123456789012}:mfa/${5:USER}' },
  sessionTags: { ...ASSUMED, sessionTags: { '${5:team}': '${6:data}' } },
  readOnly: { ...ASSUMED, name: '${1:name}-read-only', policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
  saml: { name: '${1:name}', saml: { signInUrl: 'https://${2:idp.example.com/sso/aws}' } },
  openIdConnect: { ...NAMED, webIdentity: { issuer: 'https://${4:idp.example.com}', clientId: '${5:client}' } },
};

export const ROLE_SNIPPETS = Object.entries(ROLE_BODIES).map(([name, body]) => ({
  label: `%setting.roles.snippet.${name}.label%`,
  description: `%setting.roles.snippet.${name}.description%`,
  body,
}));

/** Snippets of a field, labelled `KEY.snippet.NAME.label` in package.nls.json. */
export function snippets(key: string, bodies: Readonly<Record<string, unknown>>): { label: string; body: unknown }[] {
  return Object.entries(bodies).map(([name, body]) => ({ label: `%${key}.snippet.${name}.label%`, body }));
}
