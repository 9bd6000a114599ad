import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import { documentName } from './answerText.js';
import type { DocumentPlace } from './facts.js';
import type { DocumentRepair } from './repairs.js';

/** Names what is changed, whose it is, where, by whom, and what that means. */
export function changeQuestion({ place, before, manner }: DocumentRepair, account: string, arn: string) {
  return {
    message: l10n.t('Change {0}?', documentName(place)),
    detail: sentences(
      l10n.t('It is in account {0}, and changed as {1}.', accountOf(place) ?? account, arn),
      before === '' ? l10n.t('There is no such policy yet.') : undefined,
      meaning(place),
      manner === 'adds'
        ? undefined
        : l10n.t('What is there guards something, and would guard it less: ask who wrote it.'),
    ),
  };
}

function accountOf(place: DocumentPlace): string | undefined {
  switch (place.kind) {
    case 'inline':
      return place.account;
    case 'managed':
      return place.arn.split(':')[4];
    case 'trust':
      return place.role.split(':')[4];
    case 'bucket':
      return undefined;
  }
}

function meaning(place: DocumentPlace): string | undefined {
  switch (place.kind) {
    case 'managed':
      return l10n.t('It is so for everybody that the policy is attached to.');
    case 'inline':
      return place.of === 'user'
        ? undefined
        : place.of === 'role'
          ? l10n.t('It is so for everybody who assumes the role.')
          : l10n.t('It is so for everybody in the group.');
    case 'trust':
    case 'bucket':
      return undefined;
  }
}

export function changedText(place: DocumentPlace): string {
  return place.kind === 'trust'
    ? l10n.t('The trust policy of {0} is changed. It can take some seconds until AWS goes by it.', place.role)
    : l10n.t('The policy {0} is changed. It can take some seconds until AWS goes by it.', policyIn(place));
}

function policyIn(place: Exclude<DocumentPlace, { readonly kind: 'trust' }>): string {
  switch (place.kind) {
    case 'inline':
      return place.policy;
    case 'managed':
      return place.arn;
    case 'bucket':
      return place.bucket;
  }
}
