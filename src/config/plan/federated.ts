import { defaultRegion, partitionOfRegion } from '../rules/arn.js';
import { endpointsOf } from './endpoints.js';
import { variable } from '../../model/environment.js';
import { all, checkDuration, checkRegion, fail, ok, type Checked, type Field } from '../rules/fields.js';
import { placeOf, textField, type JsonObject } from '../settings/jsonFields.js';
import { regionFor, type PlanContext } from './planRole.js';
import type { Plan, SamlSource, SessionPolicies, WebIdentitySource } from '../../model/plan.js';
import { lookUp } from '../files/profiles.js';
import type { Place, RoleArn } from '../../model/role.js';
import { defaultSessionName, expandSessionName, sessionNameValues } from '../rules/sessionName.js';
import { readSaml, SAML_DECIDES } from '../settings/settingSaml.js';
import { readPolicies } from '../settings/settingTraits.js';
import { readWebIdentity, TOKEN_DECIDES } from '../settings/settingWebIdentity.js';

/** A role of the settings that an identity provider vouches for: no keys are needed to assume it. */
export interface FederatedRole {
  readonly id: string;
  readonly name: string;
  readonly source: SamlSource | WebIdentitySource;
  readonly region: Field | undefined;
}

interface Base {
  readonly id: string;
  readonly name: string;
}
type FederationContext = Pick<PlanContext, 'environment' | 'sessionName'>;

/** A role with `saml` or `webIdentity`, or the first thing about it that cannot work. */
export function buildFederated(
  object: JsonObject,
  arn: Checked<RoleArn | undefined>,
  base: Base,
  context: FederationContext,
): Checked<FederatedRole> {
  const misplaced = misplacedField(object);
  if (misplaced !== undefined) {
    return misplaced;
  }
  if (!arn.ok) {
    return arn;
  }
  const duration = textField(object, 'durationSeconds');
  const region = textField(object, 'region');
  const parts = all({
    policies: readPolicies(object, arn.value),
    durationSeconds: duration === undefined ? ok(undefined) : checkDuration(duration),
    region: region === undefined || region.value === '' ? ok('') : checkRegion(region),
  });
  if (!parts.ok) {
    return parts;
  }
  const { policies, durationSeconds } = parts.value;
  const shared = { ...policies, durationSeconds };
  const source =
    object.values['saml'] === undefined
      ? webIdentityOfSetting(object, arn.value, shared, base, context)
      : samlSource(object, arn.value, shared);
  return source.ok ? ok({ ...base, source: source.value, region }) : source;
}

const SOURCE_FIELDS: Readonly<Record<string, string>> = {
  sourceProfile: 'An identity provider takes the place of a source profile.',
  externalId: 'External IDs are for roles that a source profile assumes.',
  mfaSerial: 'MFA is the identity provider’s own business.',
};

function misplacedField(object: JsonObject): Checked<never> | undefined {
  const kind = object.values['saml'] === undefined ? 'webIdentity' : 'saml';
  if (kind === 'saml' && object.values['webIdentity'] !== undefined) {
    return fail(placeOf(object, 'webIdentity'), 'The role has both saml and webIdentity.', 'Keep one of the two.');
  }
  const reasons = { ...SOURCE_FIELDS, ...(kind === 'saml' ? SAML_DECIDES : TOKEN_DECIDES) };
  const name = Object.keys(reasons).find((each) => object.values[each] !== undefined);
  return name === undefined
    ? undefined
    : fail(placeOf(object, name), `${name} does not go with ${kind}.`, `${reasons[name] ?? ''} Take it away.`);
}

type Shared = SessionPolicies & Pick<SamlSource, 'durationSeconds'>;

function samlSource(object: JsonObject, role: RoleArn | undefined, shared: Shared): Checked<SamlSource> {
  const saml = readSaml(object.values['saml'], `${object.path}.saml`, role);
  return saml.ok ? ok({ kind: 'saml', role, ...saml.value, ...shared, place: placeOf(object, 'saml') }) : saml;
}

function webIdentityOfSetting(
  object: JsonObject,
  role: RoleArn | undefined,
  shared: Shared,
  { name }: Base,
  { environment, sessionName: setting }: FederationContext,
): Checked<WebIdentitySource> {
  const place: Place = placeOf(object, 'webIdentity');
  if (role === undefined) {
    return fail(place, 'A role with webIdentity has no arn.', 'Add its "arn".');
  }
  const values = sessionNameValues(environment, name);
  const pattern = textField(object, 'sessionName');
  const parts = all({
    token: readWebIdentity(object.values['webIdentity'], `${object.path}.webIdentity`, environment.homeDirectory),
    sessionName: pattern === undefined ? defaultSessionName(setting, values) : expandSessionName(pattern, values),
  });
  if (!parts.ok) {
    return parts;
  }
  const { token, sessionName } = parts.value;
  return ok({ kind: 'web-identity', role, sessionName, ...token, ...shared, place });
}

/** A plan of one unsigned call. Its endpoints are what the AWS CLI takes without a profile: the default profile's. */
export function planFederated(role: FederatedRole, { profiles, environment }: PlanContext): Checked<Plan> {
  const profile = profiles.byName.get('default');
  const partition = role.source.role?.partition;
  const elsewhere = [
    variable(environment, 'AWS_REGION', 'AWS_DEFAULT_REGION'),
    profile && lookUp(profile, 'region')?.value,
  ].find((region) => region !== undefined && region !== '' && fits(region, partition));
  const isGiven = role.region !== undefined && role.region.value !== '';
  const parts = all({
    region: isGiven
      ? regionFor(role.region, partition, environment)
      : ok(elsewhere ?? defaultRegion(partition ?? 'aws')),
    endpoints: endpointsOf(profile, profiles, environment),
  });
  const { id: roleId, name, source } = role;
  return parts.ok ? ok({ roleId, name, source, hops: [], ...parts.value, narrowedTo: undefined }) : parts;
}

function fits(region: string, partition: string | undefined): boolean {
  return partition === undefined || (partitionOfRegion(region) ?? partition) === partition;
}
