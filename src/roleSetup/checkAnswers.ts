// Each field as the API References of IAM and STS, and the quotas of IAM, have it.
import * as l10n from '../base/l10n.js';
import { isPolicy, policyTree } from '../iam/policyTree.js';
import type { Assumer, SetupAnswers } from './answers.js';
import { wantedSetup } from './wanted.js';

export type SetupField =
  | 'account'
  | 'name'
  | 'path'
  | 'description'
  | 'maxSessionDuration'
  | 'boundary'
  | 'tags'
  | 'attached'
  | 'inlineName'
  | 'inlineDocument'
  | 'userName'
  | 'userPath'
  | 'roleArn'
  | 'otherAccount'
  | 'externalId'
  | 'samlProvider'
  | 'openIdProvider'
  | 'audience'
  | 'subject'
  | 'permissionSet'
  | 'trust';

export interface FieldProblem {
  readonly field: SetupField;
  /** What is wrong, and what to enter instead. */
  readonly message: string;
}

const POLICY_ARN = /^arn:[\w-]+:iam::(aws|\d{12}):policy\/[\u0021-\u007e]+$/;
/** Without white space. */
const MAX_USER_INLINE = 2_048;
const MAX_ROLE_INLINE = 10_240;
const MAX_TRUST = 4_096;
const MAX_TAGS = 50;

/** The sentence about a field's text as it is typed; undefined where it is good. */
export type TextCheck = (text: string) => string | undefined;

function check(isGood: (text: string) => boolean, message: () => string): TextCheck {
  return (text) => (isGood(text) ? undefined : message());
}

const matching = (pattern: RegExp, message: () => string) => check((text) => pattern.test(text), message);

const path = matching(/^(\/|\/[\u0021-\u007e]{1,510}\/)$/, () =>
  l10n.t('A path begins and ends with a slash, has no spaces, and 512 characters at most: enter / for none.'),
);
const account = matching(/^\d{12}$/, () =>
  l10n.t('The number of an AWS account has 12 digits: enter it without dashes.'),
);
const policyArn = matching(POLICY_ARN, () =>
  l10n.t('The ARN of a managed policy looks like arn:aws:iam::aws:policy/ReadOnlyAccess: enter it whole.'),
);

export const TEXT_CHECKS: Readonly<Record<Exclude<SetupField, 'tags' | 'trust' | 'maxSessionDuration'>, TextCheck>> = {
  account,
  name: matching(/^[\w+=,.@-]{1,64}$/, () =>
    l10n.t("A role's name has 1 to 64 letters, digits and characters of _+=,.@-: enter such a name."),
  ),
  path,
  description: matching(/^[\t\n\r\u0020-\u007e\u00a1-\u00ff]{0,1000}$/, () =>
    l10n.t("A role's description has 1,000 characters at most, of Latin-1: shorten it, or leave other characters out."),
  ),
  boundary: policyArn,
  attached: policyArn,
  inlineName: matching(/^[\w+=,.@-]{1,128}$/, () =>
    l10n.t("An inline policy's name has 1 to 128 letters, digits and characters of _+=,.@-: enter such a name."),
  ),
  inlineDocument: policyDocument,
  userName: matching(/^[\w+=,.@-]{1,64}$/, () =>
    l10n.t("A user's name has 1 to 64 letters, digits and characters of _+=,.@-: enter such a name."),
  ),
  userPath: path,
  roleArn: matching(/^arn:[\w-]+:iam::\d{12}:role\/[\u0021-\u007e]+$/, () =>
    l10n.t('The ARN of a role looks like arn:aws:iam::123456789012:role/name: enter it whole.'),
  ),
  otherAccount: account,
  externalId: matching(/^[\w+=,.@:/-]{2,1224}$/, () =>
    l10n.t(
      'An external ID has 2 to 1,224 letters, digits and characters of _+=,.@:/-: enter the one that you agreed on.',
    ),
  ),
  samlProvider: matching(/^arn:[\w-]+:iam::\d{12}:saml-provider\/[\w._-]{1,128}$/, () =>
    l10n.t('The ARN of a SAML provider looks like arn:aws:iam::123456789012:saml-provider/name: enter it whole.'),
  ),
  openIdProvider: matching(/^arn:[\w-]+:iam::\d{12}:oidc-provider\/[\u0021-\u007e]+$/, () =>
    l10n.t(
      'The ARN of an OpenID Connect provider looks like arn:aws:iam::123456789012:oidc-provider/host: enter it whole.',
    ),
  ),
  audience: matching(/^\S{1,255}$/, () =>
    l10n.t('An audience has 1 to 255 characters and no spaces: enter the client ID that the tokens are for.'),
  ),
  subject: matching(/^(?![*?]+$)\S+$/, () =>
    l10n.t(
      'A subject has no spaces, and cannot be * alone, which everybody’s tokens would match: enter whose tokens are meant.',
    ),
  ),
  permissionSet: matching(/^[\w+=,.@-]{1,32}$/, () =>
    l10n.t("A permission set's name has 1 to 32 letters, digits and characters of _+=,.@-: enter such a name."),
  ),
};

function policyDocument(text: string): string | undefined {
  const tree = policyTree(text);
  if (tree === undefined || !isJson(text) || !isPolicy(tree)) {
    return l10n.t('An inline policy is a JSON object with statements: correct the document.');
  }
  return size(text) > MAX_ROLE_INLINE
    ? l10n.t(
        "A role's inline policies have {0} characters at most without spaces, and this one has {1}: shorten it, or use a managed policy.",
        MAX_ROLE_INLINE,
        size(text),
      )
    : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function size(document: string): number {
  return document.replace(/\s/g, '').length;
}

export function checkMaxSessionDuration(seconds: number): string | undefined {
  return Number.isInteger(seconds) && seconds >= 3_600 && seconds <= 43_200
    ? undefined
    : l10n.t("A role's maximum session duration is 3600 to 43200 seconds: enter 1 to 12 hours.");
}

export function checkRoleTags(tags: ReadonlyMap<string, string>): string | undefined {
  if (tags.size > MAX_TAGS) {
    return l10n.t('A role has {0} tags at most: leave some out.', MAX_TAGS);
  }
  const bad = [...tags].find(
    ([key, value]) =>
      !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) ||
      /^aws:/i.test(key) ||
      !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value),
  );
  return (
    bad &&
    l10n.t(
      'The tag {0} cannot be: a key has 1 to 128 characters and does not begin with aws:, a value has 256 at most, of letters, digits, spaces and _.:/=+-@.',
      bad[0],
    )
  );
}

/** All that AWS would refuse, field by field. */
export function answerProblems(answers: SetupAnswers): readonly FieldProblem[] {
  const text = (field: keyof typeof TEXT_CHECKS, value: string | undefined) =>
    value === undefined ? [] : problem(field, TEXT_CHECKS[field](value));
  const { inline, maxSessionDuration } = answers;
  const found = [
    ...text('account', answers.account),
    ...assumerFields(answers.assumer).flatMap(([field, value]) => text(field, value)),
    ...text('name', answers.name),
    ...text('path', answers.path),
    ...text('description', answers.description),
    ...(maxSessionDuration === undefined
      ? []
      : problem('maxSessionDuration', checkMaxSessionDuration(maxSessionDuration))),
    ...text('boundary', answers.boundary),
    ...problem('tags', checkRoleTags(answers.tags)),
    ...answers.attached.flatMap((arn) => text('attached', arn)),
    ...(inline === undefined ? [] : [...text('inlineName', inline.name), ...text('inlineDocument', inline.document)]),
  ];
  return found.length > 0 ? found : [...partitions(answers), ...sizes(answers)];
}

function problem(field: SetupField, message: string | undefined): readonly FieldProblem[] {
  return message === undefined ? [] : [{ field, message }];
}

type FieldText = readonly [field: keyof typeof TEXT_CHECKS, text: string | undefined];

function assumerFields(assumer: Assumer): readonly FieldText[] {
  switch (assumer.kind) {
    case 'user':
      return [
        ['userName', assumer.name],
        ['userPath', assumer.path],
      ];
    case 'role':
      return [['roleArn', assumer.arn]];
    case 'account':
      return [
        ['otherAccount', assumer.account],
        ['externalId', assumer.externalId],
      ];
    case 'saml':
      return [['samlProvider', assumer.providerArn]];
    case 'openIdConnect':
      return [
        ['openIdProvider', assumer.providerArn],
        ['audience', assumer.audience],
        ['subject', assumer.subject],
      ];
    case 'permissionSet':
      return [['permissionSet', assumer.name]];
  }
}

/** ARNs of another partition name nothing that this one knows. */
function partitions(answers: SetupAnswers): readonly FieldProblem[] {
  const arns: readonly FieldText[] = [
    ...assumerFields(answers.assumer),
    ['boundary', answers.boundary],
    ...answers.attached.map((arn): FieldText => ['attached', arn]),
  ];
  return arns.flatMap(([field, arn]) =>
    arn?.startsWith('arn:') === true && arn.split(':')[1] !== answers.partition
      ? problem(
          field,
          l10n.t('{0} is not in the partition {1} of the role: enter one that is.', arn, answers.partition),
        )
      : [],
  );
}

function sizes(answers: SetupAnswers): readonly FieldProblem[] {
  const { role, user } = wantedSetup(answers);
  const trust = size(role.trust);
  const policy = size(user?.policy.document ?? '');
  return [
    ...(trust > MAX_TRUST
      ? problem(
          'trust',
          l10n.t('The trust policy would have {0} characters. AWS takes {1} at most: shorten names.', trust, MAX_TRUST),
        )
      : []),
    ...(policy > MAX_USER_INLINE
      ? problem(
          'path',
          l10n.t(
            'The policy of the user would have {0} characters. AWS takes {1} at most: shorten the path.',
            policy,
            MAX_USER_INLINE,
          ),
        )
      : []),
  ];
}
