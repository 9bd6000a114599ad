import * as l10n from '../base/l10n.js';
import { ApiError } from './apiError.js';
import { oneLine } from '../base/oneLine.js';

/** The extension that asks, as it says: the editor does not tell who calls. */
export interface CallingExtension {
  /** "publisher.name", in lower case. */
  readonly id: string;
  /** As its manifest shows it; the id where that is not seen from here. */
  readonly name: string;
  /** Installed in this extension host. One on the other side of a remote is not. */
  readonly isSeen: boolean;
}

/** The extension of that id, in this extension host. */
export type FindExtension = (id: string) => { readonly id: string; readonly packageJSON: unknown } | undefined;

/** As vsce takes a publisher and a name. */
const ID = /^[a-z0-9][a-z0-9-]{0,99}\.[a-z0-9][a-z0-9._-]{0,99}$/;
const MOST_NAME = 60;

/**
 * @param mayBeElsewhere it may be one of another extension host
 * @throws ApiError
 */
export function callerOf(id: unknown, find: FindExtension, mayBeElsewhere: boolean): CallingExtension {
  const wanted = typeof id === 'string' ? id.toLowerCase() : '';
  if (!ID.test(wanted)) {
    throw new ApiError('invalid-argument', l10n.t('An extension has to say who it is by its id, "publisher.name".'));
  }
  const found = find(wanted);
  if (found !== undefined) {
    return { id: wanted, name: nameIn(found.packageJSON) ?? wanted, isSeen: true };
  }
  if (mayBeElsewhere) {
    return { id: wanted, name: wanted, isSeen: false };
  }
  throw notInstalled(wanted);
}

export function notInstalled(id: string): ApiError {
  return new ApiError(
    'unknown-extension',
    l10n.t('No extension {0} is installed here, so it gets no credentials.', id),
  );
}

function nameIn(manifest: unknown): string | undefined {
  const name =
    typeof manifest === 'object' && manifest !== null && 'displayName' in manifest ? manifest.displayName : undefined;
  const line = typeof name === 'string' ? oneLine(name, MOST_NAME) : '';
  return line === '' ? undefined : line;
}
