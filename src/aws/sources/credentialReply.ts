import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import type { SourceCredentials } from '../../model/session/credentials.js';
import { readTime } from './readTime.js';

export interface CredentialReply {
  /** Who gave the reply, as a sentence starts with it: "credential_process of profile x". */
  readonly who: string;
  /** "SessionToken" of a process, "Token" of the metadata services. */
  readonly tokenField: 'SessionToken' | 'Token';
  /** Whether token and expiration have to be there. */
  readonly temporary: boolean;
}

/** The object that a text holds. @throws UserError that never quotes the text, which may be secret */
export function parseReply(text: string, who: string): Readonly<Record<string, unknown>> {
  if (text.includes('\uFFFD')) {
    throw new UserError(l10n.t('{0} gave something that is not UTF-8.', who));
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new UserError(
      text.trim() === '' ? l10n.t('{0} gave nothing.', who) : l10n.t('{0} gave something that is not JSON.', who),
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UserError(l10n.t('{0} gave JSON that is not an object.', who));
  }
  return { ...value };
}

/** AccessKeyId, SecretAccessKey, the token and Expiration. @throws UserError naming the field that is wrong */
export function readCredentials(
  reply: Readonly<Record<string, unknown>>,
  { who, tokenField, temporary }: CredentialReply,
): SourceCredentials {
  const text = (field: string, required: boolean): string | undefined => {
    const value = reply[field] ?? undefined;
    if (value === undefined || value === '') {
      if (required) {
        throw new UserError(l10n.t('{0} gave no {1}.', who, field));
      }
      return undefined;
    }
    if (typeof value !== 'string') {
      throw new UserError(l10n.t('{0} gave a {1} that is not a text.', who, field));
    }
    return value;
  };
  const sessionToken = text(tokenField, temporary);
  const expires = reply['Expiration'] === '' && !temporary ? '' : text('Expiration', temporary);
  const expiration = expires === undefined ? undefined : readTime(expires);
  if (expires !== undefined && expiration === undefined) {
    throw new UserError(
      l10n.t('{0} gave an Expiration that is not a time with its zone, such as 2030-01-31T12:00:00Z.', who),
    );
  }
  return {
    accessKeyId: text('AccessKeyId', true) ?? '',
    secretAccessKey: text('SecretAccessKey', true) ?? '',
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiration !== undefined && { expiration }),
  };
}

/** @throws UserError where the credentials have no time left */
export function refuseExpired(credentials: SourceCredentials, who: string): SourceCredentials {
  const { expiration } = credentials;
  if (expiration !== undefined && expiration <= Date.now()) {
    const when = new Date(expiration).toISOString().replace(/\.\d+Z$/, 'Z');
    throw new UserError(l10n.t('{0} gave credentials that expired at {1}. Get new ones, then try again.', who, when));
  }
  return credentials;
}
