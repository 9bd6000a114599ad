import * as l10n from '../../base/l10n.js';
import { documentOf } from '../../identity/identityDocument.js';
import type { Misfit } from '../../iam/evaluate/index.js';
import type { Denial } from '../denialMessage.js';
import { deniedLines, placeText, policyName, saidLines, statementRows, whoCan } from '../denialText.js';
import { explainDenial, remedyIn } from '../explanation.js';
import type { DenialAnswer, SideAnswer } from './answer.js';
import type { DocumentPlace } from './facts.js';
import type { RequestNeed } from './needs.js';
import type { DenialRepair } from './repairs.js';
import type { FoundStatement } from './sides.js';

/** What was found, and from where. What is not known is said to be. */
export function answerText(denial: Denial, answer: DenialAnswer, reader: string): string {
  return documentOf([
    { title: l10n.t('What was denied'), prose: deniedLines(denial) },
    { title: l10n.t('What AWS says'), prose: saidLines(denial, explainDenial(denial)) },
    ...answer.wrong.flatMap((side) =>
      sideSections(l10n.t('What is wrong: {0}', policyName(side.side)), side, denial, answer),
    ),
    ...answer.possible.flatMap((side) =>
      sideSections(l10n.t('What may be wrong: {0}', policyName(side.side)), side, denial, answer),
    ),
    { title: l10n.t('Where that is from'), prose: [l10n.t('IAM, read as {0}.', reader)] },
    { title: l10n.t('What is not known'), prose: unknownLines(answer) },
  ]);
}

function sideSections(title: string, side: SideAnswer, denial: Denial, { contradicted }: DenialAnswer) {
  const [first] = side.repairs;
  return [
    {
      title,
      prose: [
        ...(contradicted
          ? [
              l10n.t(
                'What is read now says otherwise: it was changed since, or something of the request is not known. Try the call again.',
              ),
            ]
          : stateLines(side)),
        ...side.repairs.flatMap(repairLines),
      ],
    },
    ...side.repairs.flatMap((repair) => repairRows(repair)),
    ...(first === undefined || first.kind === 'request' || first.kind === 'narrowing'
      ? []
      : [{ title: l10n.t('Who can do that'), prose: [whoCan(remedyIn(side.side, denial).place)] }]),
  ];
}

/** As many as anybody reads. */
const SHOWN = 3;

function stateLines({ state }: SideAnswer): readonly string[] {
  switch (state?.kind) {
    case 'missing':
      return [l10n.t('No statement allows it.'), ...state.near.slice(0, SHOWN).map(nearLine)];
    case 'open':
      return [
        l10n.t('That depends on what is not known of the request: {0}', state.keys.join(', ')),
        ...(state.denying.length > 0 ? state.denying : state.near).slice(0, SHOWN).map(nearLine),
      ];
    case 'denies':
      return state.by.map((found) => l10n.t('{0} denies it.', statementName(found)));
    case 'gone':
      return [l10n.t('There is no such role.')];
    case 'unread':
      return [
        state.why === undefined ? l10n.t('It was not read.') : l10n.t('It could not be read. AWS: {0}', state.why),
      ];
    case 'allows':
    case 'none':
    case undefined:
      return [];
  }
}

function nearLine(found: FoundStatement): string {
  const { misfits, open, statement } = found.fit;
  if (statement.effect === 'Deny') {
    return l10n.t('{0} denies it, depending on {1}.', statementName(found), open.join(', '));
  }
  return l10n.t(
    '{0} comes near: {1}',
    statementName(found),
    [...misfits.map(misfitText), ...(misfits.length === 0 ? [l10n.t('it depends on {0}', open.join(', '))] : [])].join(
      ', ',
    ),
  );
}

function misfitText(misfit: Misfit): string {
  return misfit.element === 'Condition'
    ? l10n.t(
        'its condition is not met ({0})',
        `${misfit.condition.operator} ${misfit.condition.key}: ${misfit.condition.values.join(', ')}`,
      )
    : l10n.t('its {0} is another', misfit.element);
}

function statementName({ kept, fit }: FoundStatement): string {
  const name = fit.statement.sid ?? String(fit.statement.index + 1);
  return kept === undefined
    ? l10n.t('Statement {0} of the session’s narrowing', name)
    : l10n.t('Statement {0} of {1}', name, documentName(kept.place));
}

/** For people, in a sentence. */
export function documentName(place: DocumentPlace): string {
  switch (place.kind) {
    case 'inline':
      return inlineName(place);
    case 'managed':
      return l10n.t('the policy {0}', place.arn);
    case 'trust':
      return l10n.t('the trust policy of {0}', place.role);
    case 'bucket':
      return l10n.t('the policy of bucket {0}', place.bucket);
  }
}

function inlineName({ of, owner, policy }: DocumentPlace & { readonly kind: 'inline' }): string {
  switch (of) {
    case 'user':
      return l10n.t('the policy {0} of user {1}', policy, owner);
    case 'role':
      return l10n.t('the policy {0} of role {1}', policy, owner);
    case 'group':
      return l10n.t('the policy {0} of group {1}', policy, owner);
  }
}

function repairLines(repair: DenialRepair): readonly string[] {
  switch (repair.kind) {
    case 'request':
      return repair.needs.map(needText);
    case 'narrowing':
      return [l10n.t('Assume the role anew with a narrowing that allows it, or without one.')];
    case 'statement':
      return [placeText(repair.remedy.place)];
    case 'document':
      return [mannerText(repair), ...repair.needs.map(needText)];
  }
}

function mannerText({ manner, place }: DenialRepair & { readonly kind: 'document' }): string {
  switch (manner) {
    case 'adds':
      return l10n.t('A statement in {0} would allow it.', documentName(place));
    case 'bypasses':
      return l10n.t(
        'Or a statement in {0} would allow it without that condition, which guards something: ask who wrote it.',
        documentName(place),
      );
    case 'exempts':
      return l10n.t(
        'It guards something: ask who wrote it. {0} could exempt the caller from that Deny.',
        documentName(place),
      );
  }
}

function needText(need: RequestNeed): string {
  const values = 'values' in need ? need.values.join(', ') : '';
  switch (need.kind) {
    case 'externalId':
      return l10n.t('Give the external ID {0}, as external_id of the profile.', values);
    case 'sourceIdentity':
      return l10n.t('Give a source identity: {0}', values);
    case 'sessionName':
      return l10n.t('Name the session {0}, as role_session_name of the profile.', values);
    case 'mfa':
      return l10n.t('Give an MFA code, with mfa_serial of the profile.');
    case 'tag':
      return l10n.t('Give the session tag {0}: {1}', need.key, values);
    case 'other':
      return l10n.t(
        'Its condition has to be met: {0}',
        `${need.condition.operator} ${need.condition.key}: ${need.condition.values.join(', ')}`,
      );
  }
}

function repairRows(repair: DenialRepair) {
  switch (repair.kind) {
    case 'document':
      return [
        { title: l10n.t('As it would be: {0}', documentName(repair.place)), rows: repair.after.trimEnd().split('\n') },
      ];
    case 'statement':
      return [{ title: placeText(repair.remedy.place), rows: statementRows(repair.remedy) }];
    default:
      return [];
  }
}

function unknownLines({ wrong, unknown }: DenialAnswer): string[] {
  return [
    wrong.length === 0
      ? l10n.t('Nothing that was read is wrong for certain.')
      : l10n.t('Whether another side would deny it next: AWS names one at a time.'),
    ...unknown.map((side) => l10n.t('What {0} says could not be read.', policyName(side))),
  ];
}
