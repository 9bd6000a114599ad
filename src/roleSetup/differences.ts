import * as l10n from '../base/l10n.js';
import type { IamRead, IamRole, IamUser } from '../model/iam/iamApi.js';
import type { Readers } from './condition.js';
import { readDocument, sameMeaning, trustCover, withTrusted } from './policyMeaning.js';
import { written } from './trust.js';
import type { WantedRole, WantedSetup, WantedUser } from './wanted.js';

/** What was read of that which the set-up is about. */
export interface Existing {
  /** Undefined where no user is wanted. */
  readonly user: IamRead<IamUser> | undefined;
  readonly role: IamRead<IamRole>;
}

/** @throws UserError */
export async function readExisting(readers: Readers, { user, role }: WantedSetup): Promise<Existing> {
  const [foundUser, foundRole] = await Promise.all([
    user === undefined ? undefined : readers.user(user.name),
    readers.role(role.name),
  ]);
  return { user: foundUser, role: foundRole };
}

/** A part of the set-up, as IAM holds it. `name`: of the user, role or policy, the ARN of a managed policy. */
export interface SetupPart {
  readonly kind:
    | 'user'
    | 'accessKey'
    | 'role'
    | 'trust'
    | 'settings'
    | 'boundary'
    | 'tags'
    | 'attached'
    | 'rolePolicy'
    | 'userPolicy';
  readonly name: string;
}

/** What is to be done about a part. */
type Verdict =
  | { readonly kind: 'create' }
  | { readonly kind: 'change'; readonly before: string; readonly after: string }
  | { readonly kind: 'nothing' }
  /** It may not be read: it is made if it is not there, and left alone if it is. */
  | { readonly kind: 'unknown'; readonly message: string }
  /** Where it is blocking, nothing is done at all; else it is to be known before. */
  | { readonly kind: 'obstacle'; readonly blocking: boolean; readonly message: string };

export interface Difference {
  readonly part: SetupPart;
  readonly verdict: Verdict;
}

/** In the order of the calls. */
export function differences(wanted: WantedSetup, existing: Existing): readonly Difference[] {
  const { user, role } = wanted;
  return [
    ...(user === undefined || existing.user === undefined ? [] : ofUser(user, existing.user)),
    ...ofRole(role, existing.role),
    ...(user === undefined || existing.user === undefined
      ? []
      : [difference('userPolicy', user.policy.name, policyVerdict(user.policy, existing.user))]),
  ];
}

function difference(kind: SetupPart['kind'], name: string, verdict: Verdict): Difference {
  return { part: { kind, name }, verdict };
}

const CREATE: Verdict = { kind: 'create' };
const NOTHING: Verdict = { kind: 'nothing' };

function obstacle(message: string, blocking = true): Verdict {
  return { kind: 'obstacle', blocking, message };
}

function change(before: string, after: string): Verdict {
  return { kind: 'change', before, after };
}

/** What is not there, and what may not be read, has all its parts to be made. */
function unlessFound<T>(read: IamRead<T>, verdict: (found: T) => Verdict): Verdict {
  return read.kind === 'found' ? verdict(read.value) : CREATE;
}

function ofUser(user: WantedUser, read: IamRead<IamUser>): readonly Difference[] {
  const itself: Verdict =
    read.kind === 'denied'
      ? { kind: 'unknown', message: read.message }
      : unlessFound(read, ({ arn }) => (arn === user.arn ? NOTHING : otherUser(user, arn)));
  return [
    difference('user', user.name, itself),
    ...(user.accessKey === 'no'
      ? []
      : [
          difference(
            'accessKey',
            user.name,
            unlessFound(read, (found) => keyVerdict(user, found)),
          ),
        ]),
  ];
}

function otherUser(user: WantedUser, arn: string): Verdict {
  return obstacle(
    l10n.t(
      'There is a user named {0} at another path, {1}. Choose that path for the user, or another name.',
      user.name,
      arn,
    ),
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_ACCESS_KEYS = 2;
/** Unless the quota was raised. */
const MAX_ATTACHED = 10;

function keyVerdict({ name, accessKey }: WantedUser, { accessKeys }: IamUser): Verdict {
  if (accessKey === 'first' && accessKeys.length > 0) {
    return NOTHING;
  }
  return accessKeys.length < MAX_ACCESS_KEYS
    ? CREATE
    : obstacle(
        l10n.t(
          'The user {0} has two access keys, and AWS allows no third. Delete one that nobody uses, or go on without a new one.',
          name,
        ),
      );
}

function policyVerdict(
  policy: { readonly name: string; readonly document: string },
  read: IamRead<Pick<IamUser, 'inline'>>,
): Verdict {
  return unlessFound(read, ({ inline }) => {
    const there = inline.find(({ name }) => name === policy.name);
    if (there === undefined) {
      return CREATE;
    }
    return sameMeaning(there.document, policy.document) ? NOTHING : change(there.document, policy.document);
  });
}

function ofRole(role: WantedRole, read: IamRead<IamRole>): readonly Difference[] {
  const itself: Verdict =
    read.kind === 'denied'
      ? { kind: 'unknown', message: read.message }
      : unlessFound(read, ({ arn }) => (arn === role.arn ? NOTHING : otherRole(role, arn)));
  return [
    difference('role', role.name, itself),
    ...(read.kind === 'found' ? ofFoundRole(role, read.value) : []),
    ...role.attached.map((arn) =>
      difference(
        'attached',
        arn,
        unlessFound(read, ({ attached }) => (attached.some((each) => each.arn === arn) ? NOTHING : CREATE)),
      ),
    ),
    ...attachedLimit(role, read),
    ...(role.inline === undefined
      ? []
      : [difference('rolePolicy', role.inline.name, policyVerdict(role.inline, read))]),
  ];
}

function otherRole(role: WantedRole, arn: string): Verdict {
  return obstacle(
    l10n.t(
      'There is a role named {0} at another path, {1}. Choose that path for the role, or another name.',
      role.name,
      arn,
    ),
  );
}

function ofFoundRole(role: WantedRole, found: IamRole): readonly Difference[] {
  const { boundary } = role;
  return [
    difference('trust', role.name, trustVerdict(role, found)),
    difference('settings', role.name, settingsVerdict(role, found)),
    ...(boundary === undefined
      ? []
      : [
          difference(
            'boundary',
            boundary,
            found.boundary === undefined
              ? CREATE
              : found.boundary === boundary
                ? NOTHING
                : change(found.boundary, boundary),
          ),
        ]),
    ...(role.tags.size === 0 ? [] : [difference('tags', role.name, tagsVerdict(role, found))]),
    ...morePermissions(role, found),
  ];
}

/** The statement is added, and what is there stays. */
function trustVerdict(role: WantedRole, { trust }: IamRole): Verdict {
  const document = readDocument(trust);
  if (document === undefined) {
    return obstacle(l10n.t('The trust policy of {0} is no JSON object. Correct it in the AWS console.', role.name));
  }
  switch (trustCover(document, role.trusts)) {
    case 'allows':
      return NOTHING;
    case 'loosely':
      return obstacle(
        l10n.t(
          'The trust policy of {0} allows this already, without the conditions that you want. It is left as it is: take that statement out of it yourself.',
          role.name,
        ),
        false,
      );
    case 'not':
      return change(trust, written(withTrusted(document, role.trusts)));
  }
}

/** What UpdateRole changes; it resets what is left out. */
export interface RoleAttributes {
  readonly description: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

export function settingsOf(found: IamRole): RoleAttributes {
  return { description: found.description ?? '', maxSessionDuration: found.maxSessionDuration };
}

export function settingsWanted(role: WantedRole, found: IamRole): RoleAttributes {
  const there = settingsOf(found);
  return {
    description: role.description ?? there.description,
    maxSessionDuration: role.maxSessionDuration ?? there.maxSessionDuration,
  };
}

function settingsVerdict(role: WantedRole, found: IamRole): Verdict {
  const [before, after] = [written(settingsOf(found)), written(settingsWanted(role, found))];
  return before === after ? NOTHING : change(before, after);
}

function tagsVerdict({ name, tags }: WantedRole, found: IamRole): Verdict {
  return [...tags].every(([key, value]) => found.tags.get(key) === value)
    ? NOTHING
    : obstacle(
        l10n.t(
          'The role {0} is there with other tags. They are left as they are: change them in the AWS console.',
          name,
        ),
        false,
      );
}

/** A role that is there may do more than what was asked for. */
function morePermissions(role: WantedRole, found: IamRole): readonly Difference[] {
  const names = [
    ...found.attached.filter(({ arn }) => !role.attached.includes(arn)),
    ...found.inline.filter(({ name }) => name !== role.inline?.name),
  ].map(({ name }) => name);
  return names.length === 0
    ? []
    : [
        difference(
          'role',
          role.name,
          obstacle(
            l10n.t(
              'The role {0} has other permissions too, which it keeps: {1}. Whoever may assume it has those as well.',
              role.name,
              names.join(', '),
            ),
            false,
          ),
        ),
      ];
}

function attachedLimit(role: WantedRole, read: IamRead<IamRole>): readonly Difference[] {
  const there = read.kind === 'found' ? read.value.attached.map(({ arn }) => arn) : [];
  const all = new Set([...there, ...role.attached]);
  return all.size <= MAX_ATTACHED || all.size === there.length
    ? []
    : [
        difference(
          'attached',
          role.name,
          obstacle(
            l10n.t(
              'The role {0} would have {1} managed policies. AWS allows {2}, where the quota was not raised.',
              role.name,
              all.size,
              MAX_ATTACHED,
            ),
            false,
          ),
        ),
      ];
}
