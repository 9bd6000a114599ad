import { SignedXml } from 'xml-crypto';
import { child, children, parseXml } from './element.js';
import { ASSERTION, PROTOCOL, SIGNATURE } from './names.js';

/** What the signature covers, parsed from the very bytes that were digested; undefined when it is not valid. */
function signedContent(xml: string, signature: Element, certificatePem: string): Element | undefined {
  const verifier = new SignedXml({ publicCert: certificatePem, getCertFromKeyInfo: () => null });
  try {
    verifier.loadSignature(signature);
    if (!verifier.checkSignature(xml)) return undefined;
    const [content, ...others] = verifier.getSignedReferences();
    return content === undefined || others.length > 0 ? undefined : parseXml(content);
  } catch {
    // xml-crypto throws for a broken digest or an unknown algorithm: not valid either.
    return undefined;
  }
}

/** The one assertion in a response; an assertion itself. */
function assertionIn(element: Element | undefined): Element | undefined {
  if (element?.namespaceURI === ASSERTION && element.localName === 'Assertion') return element;
  if (element?.namespaceURI !== PROTOCOL || element.localName !== 'Response') return undefined;
  const assertions = children(element, ASSERTION, 'Assertion');
  return assertions.length === 1 ? assertions[0] : undefined;
}

/**
 * The signed assertion of a response that is signed itself, or whose assertion is. Nothing outside of what was signed
 * is looked at, so that a signature cannot be wrapped around, or moved beside, another assertion.
 * undefined when no signature is valid.
 */
export function signedAssertion(xml: string, response: Element, certificatePem: string): Element | undefined {
  const signature =
    child(response, SIGNATURE, 'Signature') ?? child(child(response, ASSERTION, 'Assertion'), SIGNATURE, 'Signature');
  return signature && assertionIn(signedContent(xml, signature, certificatePem));
}
