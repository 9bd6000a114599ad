import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { decodeSamlText } from '../../../src/signIn/samlText.js';

/** Its base64 has "+", "/" and "=". */
const XML = `<Response>${'é~~?>~~?'.repeat(20)}x</Response>`;
const BASE64 = Buffer.from(XML).toString('base64');

const toBase64 = (text: string): string => Buffer.from(text).toString('base64');

function refusal(text: string): string {
  try {
    decodeSamlText(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error('The text was accepted');
}

it('the sample holds what forms and URLs write in another way', () => {
  expect(BASE64).toMatch(/^(?=.*\+)(?=.*\/).*=$/);
});

describe('a response in base64', () => {
  it.each<[string, string]>([
    ['alone', BASE64],
    ['in lines', `\r\n${BASE64.replace(/.{76}/g, '$&\r\n')}\n`],
    ['with blanks before it', ` \t${BASE64}`],
    ['percent-encoded', encodeURIComponent(BASE64)],
    ['in form data', `RelayState=x&SAMLResponse=${encodeURIComponent(BASE64)}&other=y`],
    ['at the start of form data', `SAMLResponse=${encodeURIComponent(BASE64)}&other=y`],
    ['in a URL', `https://signin.aws.amazon.com/saml?SAMLResponse=${encodeURIComponent(BASE64)}`],
    ['as a browser shows form data', `SAMLResponse: ${BASE64}`],
    ['behind another field of it', `RelayState: x SAMLResponse : ${BASE64}`],
    ['in JSON', `{"x": 1, 'SAMLResponse: "${BASE64}"}`],
    ['in the form', `<html><form><INPUT value="${BASE64}" type='hidden' name='SAMLResponse'/></form></html>`],
    ['in a form without quotes around the name', `<input name=SAMLResponse value='${BASE64}'>`],
    ['in a form with blanks', `<input\n name="SAMLResponse"\n value="${BASE64}">`],
    ['in a form with other fields', `<input name="RelayState" value="x"><input name="SAMLResponse" value="${BASE64}">`],
    [
      'in a form that writes hexadecimal references',
      `<input name="SAMLResponse" value="${BASE64.replaceAll('+', '&#x2B;').replaceAll('=', '&#x3D;')}">`,
    ],
    [
      'in a form that writes decimal references',
      `<input name="SAMLResponse" value="${BASE64.replaceAll('+', '&#43;').replaceAll('=', '&#61;')}">`,
    ],
  ])('%s is read', (_, text) => {
    expect(decodeSamlText(text)).toEqual({ xml: XML, base64: BASE64 });
  });

  it('without its padding is read', () => {
    expect(decodeSamlText(toBase64('<a>12</a>').replace(/=+$/, '')).xml).toBe('<a>12</a>');
  });

  it('in another encoding than UTF-8 keeps the bytes that are signed', () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>J\u00fcrgen</a>', 'latin1');
    expect(decodeSamlText(bytes.toString('base64')).base64).toBe(bytes.toString('base64'));
  });

  it('may begin with a byte order mark and blanks', () => {
    expect(decodeSamlText(toBase64('\uFEFF\n <a></a>')).xml).toContain('<a></a>');
  });
});

describe('XML', () => {
  it.each([XML, `<?xml version="1.0" encoding="UTF-8"?>\n${XML}`])('%.9s… is taken as it is', (xml) => {
    expect(decodeSamlText(`\n${xml}\n`)).toEqual({ xml, base64: toBase64(xml) });
  });

  it('may be a form without a value, which then is no response', () => {
    const form = '<input name="SAMLResponse">';
    expect(decodeSamlText(form).xml).toBe(form);
  });
});

describe('what is refused', () => {
  it.each<[string, string, RegExp]>([
    ['nothing', '', /the text is empty\. Copy the value/],
    ['blanks', ' \r\n\t', /the text is empty/],
    ['an empty field', 'SAMLResponse=&RelayState=x', /the text is empty/],
    ['an empty field of a form', '<input name="SAMLResponse" value="">', /the text is empty/],
    ['a sentence', 'Please sign in first!', /not a SAML response in base64\. Copy the value/],
    ['another field', `OtherSAMLResponse=${BASE64}`, /not a SAML response in base64/],
    ['base64 with something behind it', `${BASE64};x`, /not a SAML response in base64/],
    ['base64 with something before it', `!${BASE64}`, /not a SAML response in base64/],
    ['base64 with a sign in between', `${BASE64.slice(0, 40)}.${BASE64.slice(40)}`, /not a SAML response in base64/],
    ['too much padding', 'PGE+PC9hPg===', /not a SAML response in base64/],
    ['other base64', toBase64('hello'), /not a SAML response in base64/],
    ['base64 of text before XML', toBase64('hello <a></a>'), /not a SAML response in base64/],
    ['broken percent-encoding', 'PHNhbWw%', /not a SAML response in base64/],
    ['tags without end', '<input'.repeat(300_000), /has \d+ characters; AWS takes 100000/],
    ['an endless text', 'A'.repeat(2_000_001), /not a SAML response in base64/],
    ['an endless document', toBase64(`<a>${'x'.repeat(80_000)}</a>`), /has 106676 characters; AWS takes 100000/],
  ])('%s', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('what is longer than AWS takes, to the character', () => {
    const xml = (length: number): string => `<a>${'x'.repeat(length - 7)}</a>`;
    expect(decodeSamlText(xml(75_000)).base64).toHaveLength(100_000);
    expect(refusal(xml(75_001))).toMatch(/has 100004 characters/);
  });

  it('what is so long that it is not looked at, to the character', () => {
    const page = `<input name="SAMLResponse" value="${BASE64}">`;
    expect(decodeSamlText(page.padEnd(2_000_000)).xml).toBe(XML);
    expect(refusal(page.padEnd(2_000_001))).toMatch(/not a SAML response/);
  });
});
