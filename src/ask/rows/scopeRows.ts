import * as l10n from '../../base/l10n.js';
import { durationText } from '../../model/durationText.js';
import type { Narrowing, Scope } from '../../model/request.js';
import { s3Uri } from '../../model/s3Address.js';
import { MAX_TOKEN_DURATION_S } from '../../model/session/sessionLimits.js';
import type { DurationLimit } from './durations.js';

/** What is chosen already. */
export interface ChosenRow {
  readonly label: string;
  /** For `withoutPart`: the time stands behind all narrowings. */
  readonly at: number;
}

export function chosenRows({ narrowings, durationSeconds }: Scope): readonly ChosenRow[] {
  const parts = [
    ...narrowings.map((narrowing) => `$(${icon(narrowing)}) ${narrowingText(narrowing)}`),
    ...(durationSeconds === undefined ? [] : [`$(watch) ${durationText(durationSeconds)}`]),
  ];
  return parts.map((label, at) => ({ label, at }));
}

/** "read-only, 30 min" */
export function scopeTitle({ narrowings, durationSeconds }: Scope): string {
  const time = durationSeconds === undefined ? [] : [durationText(durationSeconds)];
  return [...narrowings.map(narrowingText), ...time].join(', ');
}

export function withNarrowing(scope: Scope, narrowing: Narrowing): Scope {
  return { ...scope, narrowings: [...scope.narrowings, narrowing] };
}

export function withoutPart({ narrowings, durationSeconds }: Scope, at: number): Scope {
  const left = narrowings.filter((_, index) => index !== at);
  return { narrowings: left, ...(durationSeconds !== undefined && at < narrowings.length && { durationSeconds }) };
}

/** Of a session that has so much left, in milliseconds. */
export function scopeLimit(remainingMs: number): DurationLimit {
  return {
    minSeconds: 60,
    maxSeconds: Math.min(Math.floor(remainingMs / 1000), MAX_TOKEN_DURATION_S),
    common: [300, 900, 1800, 3600, 14_400],
    why: l10n.t('It ends with the session that it comes from at the latest, which narrowing cannot prolong.'),
  };
}

function icon({ kind }: Narrowing): string {
  switch (kind) {
    case 'read-only':
      return 'eye';
    case 's3-only':
      return 'database';
    case 's3-location':
      return 'folder';
    case 'policy':
      return 'json';
  }
}

function narrowingText(narrowing: Narrowing): string {
  switch (narrowing.kind) {
    case 'read-only':
      return l10n.t('read-only');
    case 's3-only':
      return l10n.t('S3 only');
    case 's3-location': {
      const where = s3Uri({ bucket: narrowing.bucket, key: narrowing.prefix });
      return narrowing.access === 'read' ? l10n.t('reading {0}', where) : where;
    }
    case 'policy':
      return narrowing.name;
  }
}
