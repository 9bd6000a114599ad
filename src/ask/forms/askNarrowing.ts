import * as l10n from '../../base/l10n.js';
import type { Narrowing } from '../../model/request.js';
import { askPolicy } from './askPolicy.js';
import { s3Uri, splitS3Uri, type Address } from '../../model/s3Address.js';
import { askInOrder, BACK, type Back, type Heading } from '../kit/sequence.js';
import { ask, pick, type Choice } from '../kit/steps.js';

interface NarrowingCheck {
  /** What is wrong with a narrowing. */
  readonly validate: (narrowing: Narrowing) => Promise<string | undefined>;
}

interface NarrowingQuestion extends NarrowingCheck {
  readonly placeholder: string;
}

/** What a session shall be narrowed to. @throws Cancelled */
export async function askNarrowing(heading: Heading, question: NarrowingQuestion): Promise<Narrowing | Back> {
  for (;;) {
    const kind = await pick({ heading, placeholder: question.placeholder, choices: narrowingChoices() });
    const narrowing = kind === BACK ? BACK : await askNarrowingOf(kind, { ...heading, canGoBack: true }, question);
    if (kind === BACK || narrowing !== BACK) {
      return narrowing;
    }
  }
}

export function narrowingChoices(): readonly Omit<Choice<Narrowing['kind']>, 'buttons'>[] {
  return [
    {
      label: `$(eye) ${l10n.t('Read-Only')}`,
      detail: l10n.t('What the AWS managed policy ReadOnlyAccess allows'),
      value: 'read-only',
    },
    {
      label: `$(database) ${l10n.t('S3 Only')}`,
      detail: l10n.t('Everything in S3, nothing else'),
      value: 's3-only',
    },
    {
      label: `$(folder) ${l10n.t('One Bucket or Prefix…')}`,
      detail: l10n.t('Reading, or reading and writing, under s3://bucket/prefix/'),
      value: 's3-location',
    },
    {
      label: `$(json) ${l10n.t('A Policy of Your Own…')}`,
      detail: l10n.t('JSON from a file, or pasted'),
      value: 'policy',
    },
  ];
}

/** What is still to be asked of a narrowing of this kind. @throws Cancelled */
export async function askNarrowingOf(
  kind: Narrowing['kind'],
  heading: Heading,
  question: NarrowingCheck,
): Promise<Narrowing | Back> {
  switch (kind) {
    case 'read-only':
    case 's3-only':
      return { kind };
    case 's3-location':
      return askLocation(heading, question);
    case 'policy': {
      const policy = await askPolicy(heading, {
        placeholder: l10n.t('The session may do only what this policy allows, of what the role or user may'),
        validate: (given) => question.validate({ kind: 'policy', ...given }),
      });
      return policy === BACK ? BACK : { kind: 'policy', ...policy };
    }
  }
}

interface LocationAnswers {
  readonly location?: Address;
  readonly access?: 'read' | 'write';
}

async function askLocation(heading: Heading, { validate }: NarrowingCheck): Promise<Narrowing | Back> {
  const answers = await askInOrder<LocationAnswers>(
    l10n.t('One Bucket or Prefix'),
    [
      {
        ask: async (sofar, place) => {
          const text = await ask({
            heading: place,
            prompt: l10n.t('A bucket, or a prefix in it; end a folder with “/”'),
            placeholder: 's3://bucket/prefix/',
            value: sofar.location === undefined ? '' : s3Uri(sofar.location),
            validate: (typed) => locationProblem(typed, validate),
          });
          const location = text === BACK ? undefined : locationIn(text);
          return location === undefined ? BACK : { ...sofar, location };
        },
      },
      {
        ask: async (sofar, place) => {
          const access = await pick<'read' | 'write'>({
            heading: place,
            placeholder: l10n.t('What may the session do there?'),
            choices: [
              { label: `$(eye) ${l10n.t('Read')}`, description: l10n.t('list and get objects'), value: 'read' },
              {
                label: `$(edit) ${l10n.t('Read and Write')}`,
                description: l10n.t('also put and delete them'),
                value: 'write',
              },
            ],
          });
          return access === BACK ? BACK : { ...sofar, access };
        },
      },
    ],
    {},
    heading.canGoBack,
  );
  const { location, access = 'read' } = answers === BACK ? {} : answers;
  return location === undefined ? BACK : { kind: 's3-location', bucket: location.bucket, prefix: location.key, access };
}

/** Undefined where there is no bucket in it. */
function locationIn(text: string): Address | undefined {
  const address = splitS3Uri(text);
  return address === undefined || address.bucket === '' ? undefined : address;
}

async function locationProblem(text: string, validate: NarrowingCheck['validate']): Promise<string | undefined> {
  const location = locationIn(text);
  return location === undefined
    ? l10n.t('Write it as s3://bucket/prefix/.')
    : validate({ kind: 's3-location', bucket: location.bucket, prefix: location.key, access: 'write' });
}
