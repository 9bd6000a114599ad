// Where the editor's check of settings.json and ours differ, and why that stays so.
import { describe, expect, it } from 'vitest';
import { editorProblems, ourProblems } from './verdicts.js';

const arn = 'arn:aws:iam::123456789012:role/dev';
const saml = (signInUrl: string): object => ({ name: 'dev', saml: { signInUrl } });
const token = (webIdentity: object): object => ({ arn, webIdentity });
const policyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];

describe('what a schema cannot say is for us to find', () => {
  it.each<readonly [reason: string, roles: readonly unknown[]]>([
    ['names are compared by other fields', [{ arn }, { arn, region: 'us-east-1' }]],
    ['keys of tags differ by more than case', [{ arn, sessionTags: { team: 'a', Team: 'b' } }]],
    ['a list against keys', [{ arn, sessionTags: { team: 'a' }, transitiveTagKeys: ['group'] }]],
    ['JSON in a string', [{ arn, policy: '{' }]],
    ['lengths without spaces, of two fields together', [{ arn, policy: { Statement: { Sid: 'x'.repeat(2048) } } }]],
    ['the account of another field', [{ arn, policyArns: ['arn:aws:iam::210987654321:policy/mine'] }]],
    ['the partition of another field', [{ arn, policyArns: ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess'] }]],
    ['what URLs are', [saml('https://')]],
    ['issuers with a gap to fill in', [token({ issuer: 'https://{domain}', clientId: 'x' })]],
    ['providers that need an issuer', [token({ provider: 'okta', clientId: 'x' })]],
    ['providers without a sign-in', [token({ provider: 'facebook', clientId: 'x' })]],
  ])('%s', async (_, roles) => {
    expect(await editorProblems(roles)).toEqual([]);
    expect(ourProblems(roles)).toHaveLength(1);
  });
});

describe('what works but is better written otherwise is underlined', () => {
  it.each<readonly [reason: string, role: unknown, problem: RegExp]>([
    ['a key named twice', { arn, sessionTags: { a: 'b' }, transitiveTagKeys: ['a', 'a'] }, /duplicate/],
    ['a policy named twice', { arn, policyArns: [...policyArns, ...policyArns] }, /duplicate/],
    ['a scope named twice', token({ issuer: 'https://x', clientId: 'x', scopes: ['openid', 'openid'] }), /duplicate/],
    ['no transitive tags without tags', { arn, transitiveTagKeys: [] }, /sessionTags/],
    ['a version of policies that AWS does not know', { arn, policy: { Version: '1', Statement: {} } }, /2012-10-17/],
    ['capitals in a scheme', saml('HTTPS://idp.example.com'), /Give an https URL|patternError/],
    ['a loopback address written short', saml('http://127.1/'), /Give an https URL|patternError/],
    ['a source profile without a name', { arn, sourceProfile: '' }, /patternError/],
  ])('%s', async (_, role, problem) => {
    expect((await editorProblems([role])).join()).toMatch(problem);
    expect(ourProblems([role])).toEqual([]);
  });
});
