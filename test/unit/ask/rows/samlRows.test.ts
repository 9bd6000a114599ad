import { expect, it } from 'vitest';
import { looksLikeAssertion, samlRoleRow } from '../../../../src/ask/rows/samlRows.js';

const XML = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1">${'<x/>'.repeat(3000)}</samlp:Response>`;
const BASE64 = Buffer.from(XML).toString('base64');

it.each([
  ['base64', BASE64],
  ['base64 in lines', BASE64.replace(/.{76}/g, '$&\r\n')],
  ['percent-encoded base64', encodeURIComponent(BASE64)],
  ['form data', `SAMLResponse=${encodeURIComponent(BASE64)}&RelayState=`],
  ['an HTML form far down a page', `<html>${' '.repeat(9000)}<input name="SAMLResponse" value="${BASE64}">`],
  ['XML', `<?xml version="1.0"?>\n${XML}`],
])('offers what is in the clipboard: %s', (_, text) => {
  expect(looksLikeAssertion(text)).toBe(true);
});

it.each([
  ['nothing', ''],
  ['words', 'hello there'],
  ['a password', 'correcthorsebatterystaple'],
  ['a key', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ['another page', '<html><body>Sign in</body></html>'],
  ['other base64', Buffer.from('{"a":1}').toString('base64')],
])('does not offer %s', (_, text) => {
  expect(looksLikeAssertion(text)).toBe(false);
});

it('shows role, account and provider', () => {
  expect(
    samlRoleRow({
      roleArn: 'arn:aws:iam::123456789012:role/team/deploy',
      principalArn: 'arn:aws:iam::123456789012:saml-provider/corp',
    }),
  ).toEqual({ label: '$(shield) deploy', description: '123456789012', detail: '$(organization) corp' });
});
