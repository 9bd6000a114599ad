// From what users paste and commands print to the XML of a SAML response.
import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import { sentences } from '../base/words.js';

/** SAMLAssertion of AssumeRoleWithSAML, in characters of base64. */
const MAX_BASE64_LENGTH = 100_000;

/** A page around the form, percent-encoding: with all of it, no assertion comes in a text as long as this. */
const MAX_TEXT_LENGTH = 2_000_000;

const howToCopy = (): string =>
  l10n.t(
    'Copy the value of SAMLResponse from the form that the identity provider posts to https://signin.aws.amazon.com/saml.',
  );

const notSaml = (): UserError =>
  new UserError(sentences(l10n.t('This is not a SAML response in base64.'), howToCopy()));

export interface SamlText {
  readonly xml: string;
  /** As AssumeRoleWithSAML takes it. */
  readonly base64: string;
}

/** The value of the field in an HTML form, in form data, or the text itself. */
function valueIn(text: string): string {
  const input = text.match(/<input\b[^<>]*>/gi)?.find((tag) => /\bname=["']?SAMLResponse\b/i.test(tag));
  const value = /\bvalue=["']([^"']*)["']/i.exec(input ?? '')?.[1];
  // HTML may write + and = as character references.
  if (value !== undefined) return value.replace(/&#x2b;|&#43;/gi, '+').replace(/&#x3d;|&#61;/gi, '=');
  return /(?:^|[?&\s"'])SAMLResponse\s*[=:]\s*["']?([^&"']*)/.exec(text)?.[1] ?? text;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notSaml();
  }
}

function fromXml(xml: string): SamlText {
  return { xml, base64: Buffer.from(xml).toString('base64') };
}

function fromBase64(text: string): SamlText {
  const base64 = decodePercent(text).replace(/\s/g, '');
  if (!/^[\w+/-]+={0,2}$/.test(base64)) throw notSaml();
  const bytes = Buffer.from(base64, 'base64');
  const xml = bytes.toString('utf8');
  if (!/^\uFEFF?\s*</.test(xml)) throw notSaml();
  // The very bytes that were signed: XML may be in another encoding.
  return { xml, base64: bytes.toString('base64') };
}

/**
 * Takes base64 (with line breaks or percent-encoding), `SAMLResponse=…` out of a form, the form's HTML, or the XML.
 * Throws UserError, without the text in it.
 */
export function decodeSamlText(text: string): SamlText {
  if (text.length > MAX_TEXT_LENGTH) throw notSaml();
  const value = valueIn(text).trim();
  if (value === '')
    throw new UserError(sentences(l10n.t('There is no SAML assertion: the text is empty.'), howToCopy()));
  const { xml, base64 } = value.startsWith('<') ? fromXml(value) : fromBase64(value);
  if (base64.length > MAX_BASE64_LENGTH) {
    throw new UserError(
      l10n.t(
        'The SAML assertion has {0} characters; AWS takes {1}. Have the identity provider send fewer roles and attributes.',
        base64.length,
        MAX_BASE64_LENGTH,
      ),
    );
  }
  return { xml, base64 };
}
