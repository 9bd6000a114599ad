import { checkRegion, type Field } from '../rules/fields.js';
import { firstProblem, lookUp, sectionFields, type Located, type Profile, type Profiles } from '../files/profiles.js';
import { textOf } from '../files/profileValue.js';
import type { IdentityCenterSource } from '../../model/source.js';
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
  const where = session === undefined ? undefined : `the section [sso-session ${session.value}]`;
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
        place: (session ?? lookUp(profile, START_URL) ?? lookUp(profile, ACCOUNT))?.place ?? profile.place,
      })
    : parts;
}

function sessionSection(profile: Profile, session: Field, { ssoSessions }: Profiles): Checked<Located> {
  const section = ssoSessions.get(session.value);
  const problem = section && firstProblem(section);
  if (problem !== undefined) {
    return fail(problem.place, `In the section [sso-session ${session.value}]: ${problem.message}`, problem.hint);
  }
  return section !== undefined && section.section.options.size > 0
    ? ok(section)
    : fail(
        session.place,
        `sso_session of the profile “${profile.name}” names the section “${session.value}”, which ${section === undefined ? 'does not exist' : 'is empty'}.`,
        `Add [sso-session ${session.value}] with ${START_URL} and ${REGION} to the config file, or run “aws configure sso-session”.`,
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
    if (own !== undefined && own.value !== value) {
      return fail(
        own.place,
        `${name} is “${own.value}” in the profile “${profile.name}” but “${value}” in [sso-session ${session}].`,
        'Keep it in the section alone.',
      );
    }
  }
  return undefined;
}

function checked(
  profile: Profile,
  name: string,
  field: Field | undefined,
  check: (field: Field) => Checked<string>,
  where = `the profile “${profile.name}”`,
): Checked<string> {
  if (field === undefined) {
    return fail(
      profile.place,
      `The profile “${profile.name}” takes its credentials from IAM Identity Center, but ${where} has no ${name}.`,
      `Add a line ${name} = … there, or run “aws configure sso --profile ${profile.name}”.`,
    );
  }
  const text = textOf(profile, field);
  return text.ok ? check(field) : text;
}

function checkAccount({ name, value, place }: Field): Checked<string> {
  return /^\d{12}$/.test(value)
    ? ok(value)
    : fail(place, `${name} is not a number of twelve digits.`, 'Give the account’s number without dashes.');
}

export function checkStartUrl({ name, value, place }: Field): Checked<string> {
  return URL.canParse(value) && /^https?:/i.test(value)
    ? ok(value)
    : fail(place, `${name} is not an http or https URL.`, 'It looks like https://d-0123456789.awsapps.com/start.');
}

export function scopesOf(field: Field | undefined): readonly string[] {
  const scopes = (field?.value ?? '').split(',').map((scope) => scope.trim());
  const given = scopes.filter((scope) => scope !== '');
  return given.length === 0 ? [DEFAULT_SCOPE] : given;
}
