import * as l10n from '../../base/l10n.js';
import { checkRegion, type Field } from '../rules/fields.js';
import { firstProblem, lookUp, sectionFields, type Located, type Profile, type Profiles } from '../files/profiles.js';
import { textOf } from '../files/profileValue.js';
import type { IdentityCenterSource } from '../../model/plan/source.js';
import { type Checked, ok, fail, all } from '../../base/checked.js';
const ACCOUNT = 'sso_account_id';
const ROLE = 'sso_role_name';
const START_URL = 'sso_start_url';
const REGION = 'sso_region';
const SCOPES = 'sso_registration_scopes';
/** What the AWS CLI asks for where `sso_registration_scopes` says nothing. */
const DEFAULT_SCOPE = 'sso:account:access';

/** botocore's SSOProvider looks at these two alone; a profile with only an `sso_session` gives no credentials. */
export function usesIdentityCenter(profile: Profile): boolean {
  return lookUp(profile, ACCOUNT) !== undefined || lookUp(profile, ROLE) !== undefined;
}

/** botocore SSOProvider and SSOTokenProvider: the profile's values together with those of its `sso-session` section. */
export function identityCenterSource(profile: Profile, profiles: Profiles): Checked<IdentityCenterSource> {
  const session = lookUp(profile, 'sso_session');
  const section = session === undefined ? ok(undefined) : sessionSection(profile, session, profiles);
  if (!section.ok) {
    return section;
  }
  const inSection = section.value === undefined ? undefined : sectionFields(section.value);
  const contradiction = inSection && contradictionOf(profile, inSection, session?.value ?? '');
  if (contradiction !== undefined) {
    return contradiction;
  }
  const portalOf = (name: string): Field | undefined =>
    inSection === undefined ? lookUp(profile, name) : inSection.get(name);
  const where = session === undefined ? undefined : l10n.t('the section [sso-session {0}]', session.value);
  const parts = all({
    accountId: checked(profile, ACCOUNT, lookUp(profile, ACCOUNT) ?? inSection?.get(ACCOUNT), checkAccount),
    roleName: checked(profile, ROLE, lookUp(profile, ROLE) ?? inSection?.get(ROLE), ({ value }) => ok(value)),
    startUrl: checked(profile, START_URL, portalOf(START_URL), checkStartUrl, where),
    region: checked(profile, REGION, portalOf(REGION), checkRegion, where),
  });
  return parts.ok
    ? ok({
        kind: 'identity-center',
        profile: profile.name,
        session: session?.value,
        ...parts.value,
        scopes: scopesOf(portalOf(SCOPES)),
        place: (session ?? lookUp(profile, START_URL))?.place ?? profile.place,
      })
    : parts;
}

function sessionSection(profile: Profile, session: Field, { ssoSessions }: Profiles): Checked<Located> {
  const section = ssoSessions.get(session.value);
  const problem = section && firstProblem(section);
  if (problem !== undefined) {
    return fail(
      problem.place,
      l10n.t('In the section [sso-session {0}]: {1}', session.value, problem.message),
      problem.hint,
    );
  }
  return section !== undefined && section.section.options.size > 0
    ? ok(section)
    : fail(
        session.place,
        section === undefined
          ? l10n.t(
              'sso_session of the profile “{0}” names the section “{1}”, which does not exist.',
              profile.name,
              session.value,
            )
          : l10n.t(
              'sso_session of the profile “{0}” names the section “{1}”, which is empty.',
              profile.name,
              session.value,
            ),
        l10n.t(
          'Add [sso-session {0}] with {1} and {2} to the config file, or run “aws configure sso-session”.',
          session.value,
          START_URL,
          REGION,
        ),
      );
}

/** The CLI refuses a profile that says something else than its section, also where it would not matter. */
function contradictionOf(
  profile: Profile,
  inSection: ReadonlyMap<string, Field>,
  session: string,
): Checked<never> | undefined {
  for (const [name, { value }] of inSection) {
    const own = lookUp(profile, name);
    if (own !== undefined && meaning(own.value) !== meaning(value)) {
      return fail(
        own.place,
        l10n.t(
          '{0} is “{1}” in the profile “{2}” but “{3}” in [sso-session {4}].',
          name,
          own.value,
          profile.name,
          value,
          session,
        ),
        l10n.t('Keep it in the section alone.'),
      );
    }
  }
  return undefined;
}

/** A block says the same as another one with the same lines, whatever their order and blanks. */
function meaning(value: string): string {
  const lines = value.split('\n').map((line) => line.replace(/\s*=\s*/, '='));
  return value.startsWith('\n') ? lines.sort().join('\n') : value;
}

function checked(
  profile: Profile,
  name: string,
  field: Field | undefined,
  check: (field: Field) => Checked<string>,
  where = l10n.t('the profile “{0}”', profile.name),
): Checked<string> {
  if (field === undefined) {
    return fail(
      profile.place,
      l10n.t(
        'The profile “{0}” takes its credentials from IAM Identity Center, but {1} has no {2}.',
        profile.name,
        where,
        name,
      ),
      l10n.t('Add a line {0} = … there, or run “aws configure sso --profile {1}”.', name, profile.name),
    );
  }
  const text = textOf(profile, field);
  return text.ok ? check(field) : text;
}

export function checkAccount({ name, value, place }: Field): Checked<string> {
  return /^\d{12}$/.test(value)
    ? ok(value)
    : fail(
        place,
        l10n.t('{0} is not a number of twelve digits.', name),
        l10n.t('Give the account’s number without dashes.'),
      );
}

export function checkStartUrl({ name, value, place }: Field): Checked<string> {
  return URL.canParse(value) && /^https?:/i.test(value)
    ? ok(value)
    : fail(
        place,
        l10n.t('{0} is not an http or https URL.', name),
        l10n.t('It looks like https://d-0123456789.awsapps.com/start.'),
      );
}

export function scopesOf(field: Field | undefined): readonly string[] {
  const scopes = (field?.value ?? '').split(',').map((scope) => scope.trim());
  const given = scopes.filter((scope) => scope !== '');
  return given.length === 0 ? [DEFAULT_SCOPE] : given;
}
