import { isSameWho } from '../../pledge.js';
import type { AskedSession } from '../answer.js';
import type { AnsweredWho, Asked, HelperAnswer } from '../protocol.js';
import type { Knocked } from '../knock.js';

/** What the program prints and ends with. */
export type HelperVerdict = { readonly kind: 'credentials'; readonly text: string } | Failure;

interface Failure {
  readonly kind: 'failed';
  readonly message: string;
}

type Answer = Exclude<HelperAnswer, { readonly kind: 'none' }>;

/** Of what all windows say. Windows that have none of what is asked do not count. */
export function verdictOf(asked: Asked, knocked: readonly Knocked[]): HelperVerdict {
  const answers = knocked.filter((each) => each.kind === 'lent' || each.kind === 'refused');
  const lent = answers.filter((each) => each.kind === 'lent');
  // A role is one by its name, whoever has no session of it; what windows act as is not known until all have told.
  const counted: readonly Answer[] = asked.kind === 'role' && lent.length > 0 ? lent : answers;
  const [first, ...others] = counted;
  if (asked.kind === 'keys') {
    return lent[0] === undefined ? failed(noKeys(knocked)) : { kind: 'credentials', text: lent[0].reply };
  }
  const another = first && others.find((other) => !isSame(first, other));
  if (first !== undefined && another !== undefined) {
    return failed(several(asked, first, another));
  }
  if (asked.kind === 'active' && knocked.some(({ kind }) => kind === 'silent')) {
    return failed('A window of the editor does not answer, and could be another role. Reload or close it.');
  }
  const [latest] = lent.toSorted((a, b) => b.expiresAt - a.expiresAt);
  if (latest !== undefined) {
    return { kind: 'credentials', text: latest.reply };
  }
  return failed(first?.kind === 'refused' ? first.message : nobody(asked, knocked));
}

/** All windows have the same secret storage: any of them will do. */
function noKeys(knocked: readonly Knocked[]): string {
  const refused = knocked.find((each) => each.kind === 'refused');
  if (refused !== undefined) {
    return refused.message;
  }
  if (knocked.some(({ kind }) => kind === 'silent')) {
    return 'A window of the editor does not answer. Reload or close it, or unlock the keyring that it waits for.';
  }
  return knocked.some(({ kind }) => kind === 'none')
    ? 'The keys are not in the secret storage of the editor. Make a new access key in IAM, and enter it there by "Edit Profile…".'
    : 'The keys are in the secret storage of the editor, and no window of it is open that could give them. Open one.';
}

function nobody(asked: AskedSession, knocked: readonly Knocked[]): string {
  if (knocked.every(({ kind }) => kind === 'gone')) {
    return 'No window of the editor is open that could give credentials. Open one, and assume the role there.';
  }
  if (knocked.some(({ kind }) => kind === 'silent')) {
    return 'A window of the editor does not answer. Reload or close it.';
  }
  return asked.kind === 'active'
    ? 'No AWS role is active in any window of the editor. Assume one there.'
    : `There is no session of ${asked.id.replace(/^\w+:/, '')} in the editor. Assume that role there.`;
}

function several(asked: AskedSession, one: AnsweredWho, other: AnsweredWho): string {
  const names = `${nameOf(one)} and ${nameOf(other)}`;
  return asked.kind === 'active'
    ? `Windows of the editor act as several: ${names}. Let them act as one, or use the profile of a role.`
    : `Windows of the editor have several sessions of that role: ${names}. End one of them.`;
}

function nameOf({ title, arn, principal }: AnsweredWho): string {
  return arn === null ? title : `${title} (${arn}${principal === null ? '' : `, by ${principal}`})`;
}

/** One that was never anybody is the same as none. */
function isSame(one: AnsweredWho, other: AnsweredWho): boolean {
  return (
    one.arn !== null &&
    other.arn !== null &&
    isSameWho({ arn: one.arn, principal: one.principal }, { arn: other.arn, principal: other.principal })
  );
}

function failed(message: string): Failure {
  return { kind: 'failed', message };
}
