export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
export const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
export const NAME_ID_FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:';
/** Prefix of AWS's attributes: Role, RoleSessionName, PrincipalTag:KEY… */
export const ATTRIBUTES = 'https://aws.amazon.com/SAML/Attributes/';
