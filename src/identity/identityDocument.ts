import * as l10n from '../base/l10n.js';
import { SDKS, type Sdk, type Taken } from './sdkRules.js';
import { seenNames, type SeenVariables } from './seenVariables.js';
import type { IdentityAnswer } from './verdict.js';

const SDK_NAMES: Readonly<Record<Sdk, string>> = {
  cli: 'AWS CLI v2',
  boto3: 'boto3',
  javascript: 'JavaScript v3',
  go: 'Go v2',
  java: 'Java v2',
};
/** As much as tells two from one another, and as the AWS CLI does it. */
const ID_TAIL = 4;
const INDENT = '    ';
/** What an editor shows beside a side bar, indent and all. */
const COLUMNS = 100;

/** Rows stay as they are; what is prose is broken into lines. */
type IdentitySection =
  | { readonly title: string; readonly prose: readonly string[] }
  | { readonly title: string; readonly rows: readonly string[] };

/** The whole answer, for an editor. */
export function documentOf(sections: readonly IdentitySection[]): string {
  const texts = sections.map((section) => {
    const lines = 'rows' in section ? section.rows : section.prose.flatMap(wrapped);
    return [section.title, ...lines.map((line) => `${INDENT}${line}`)].join('\n');
  });
  return `${texts.join('\n\n')}\n`;
}

/** Between words alone: an ARN stays whole. */
function wrapped(text: string): readonly string[] {
  const [first = '', ...words] = text.split(' ');
  const lines = [first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length + INDENT.length > COLUMNS) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = longer;
    }
  }
  return lines;
}

export function titleWithArn({ title, arn }: { readonly title: string; readonly arn: string }): string {
  return `${title} (${arn})`;
}

export function shortId(accessKeyId: string): string {
  return `${accessKeyId.slice(0, ID_TAIL)}…${accessKeyId.slice(-ID_TAIL)}`;
}

export function takesRows(takes: IdentityAnswer['takes']): readonly string[] {
  const width = Math.max(...Object.values(SDK_NAMES).map((name) => name.length));
  const rows = SDKS.flatMap((sdk) => {
    const taken = takes.get(sdk);
    return taken === undefined ? [] : [`${SDK_NAMES[sdk].padEnd(width)}  ${takenText(taken)}`];
  });
  return rows.length === 0 ? [l10n.t('Not known.')] : rows;
}

/** What it takes, and why. */
function takenText(taken: Taken): string {
  switch (taken.kind) {
    case 'environment':
      return l10n.t('the keys in the environment → they come first');
    case 'profile':
      return taken.by === undefined
        ? l10n.t('profile "{0}" of the AWS files → nothing before it has credentials', taken.profile)
        : l10n.t('profile "{0}" of the AWS files → {1} names it', taken.profile, taken.by);
    case 'webIdentity':
      return l10n.t('a web identity → AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are set');
    case 'container':
      return l10n.t('what an endpoint gives → {0} is set, and nothing before it', taken.by);
    case 'instance':
      return l10n.t('nothing, or what the machine is → it asks for the metadata of an instance');
    case 'nothing':
      return l10n.t('nothing → there are no credentials');
    case 'noProfile':
      return l10n.t('an error → {1} names profile "{0}", which does not exist', taken.profile, taken.by);
    case 'partialKeys':
      return l10n.t('an error → AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not');
    case 'pastExpiration':
      return l10n.t('an error → AWS_CREDENTIAL_EXPIRATION is past');
    case 'noRoleArn':
      return l10n.t('an error → AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not');
    case 'unknown':
      return l10n.t('not known → the AWS files could not be read');
  }
}

export function variableLines(seen: SeenVariables): readonly string[] {
  const lines = seenNames(seen).map((name) => {
    const value = seen.values.get(name);
    if (value === undefined) {
      return seen.secrets.get(name) === 'set' ? l10n.t('{0} (set)', name) : l10n.t('{0} (empty)', name);
    }
    return `${name}=${name === 'AWS_ACCESS_KEY_ID' && value !== '' ? shortId(value) : value}`;
  });
  return lines.length === 0 ? [l10n.t('None of AWS.')] : lines;
}

export function conflictLines(seen: SeenVariables | undefined, stray: readonly string[]): readonly string[] {
  const lines = [
    ...stray.map((name) => l10n.t('{0} leads elsewhere.', name)),
    ...(seen?.tokensDiffer === true
      ? [l10n.t('AWS_SECURITY_TOKEN differs from AWS_SESSION_TOKEN: the AWS CLI and boto3 take it instead.')]
      : []),
  ];
  return lines.length === 0 ? [l10n.t('None known.')] : lines;
}
