/** What a token says of itself, unchecked. */
export interface JwtFacts {
  readonly issuer: string | undefined;
  readonly audience: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | undefined;
}

/** Of a JSON Web Token in its compact form (RFC 7519); undefined where the text is none. */
export function jwtFacts(token: string): JwtFacts | undefined {
  const [header, payload] = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token) ? token.split('.').map(decoded) : [];
  if (header === undefined || payload === undefined) {
    return undefined;
  }
  const { iss, aud, exp } = payload;
  return {
    issuer: typeof iss === 'string' ? iss : undefined,
    audience: [aud].flat().filter((each) => typeof each === 'string'),
    expiresAt: typeof exp === 'number' ? exp * 1000 : undefined,
  };
}

function decoded(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
