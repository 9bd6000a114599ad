import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import { checkDuration, checkRegion } from '../rules/fields.js';
import { placeOf, textField, type JsonObject } from './jsonFields.js';
import type { PlanContext } from '../plan/planRole.js';
import { defaultSessionName, expandSessionName, sessionNameValues } from '../rules/sessionName.js';
import { readSaml, decidedByAssertion } from './settingSaml.js';
import { readPolicies } from './settingTraits.js';
import { readWebIdentity, decidedByToken } from './settingWebIdentity.js';
import type { Place } from '../../base/place.js';
import type { RoleArn } from '../../model/plan/roleArn.js';
import type { SessionPolicies } from '../../model/plan/sessionPolicies.js';
import type { WebIdentitySource, SamlSource } from '../../model/plan/source.js';
import { type Checked, ok, fail, all } from '../../base/checked.js';
import type { FederatedRole } from '../plan/planFederated.js';

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

/** What only a role with a source profile has. */
export const sourceFields = (): Readonly<Record<string, string>> => ({
  sourceProfile: l10n.t('An identity provider takes the place of a source profile.'),
  externalId: l10n.t('External IDs are for roles that a source profile assumes.'),
  mfaSerial: l10n.t('MFA is the identity provider’s own business.'),
});

function misplacedField(object: JsonObject): Checked<never> | undefined {
  const kind = object.values['saml'] === undefined ? 'webIdentity' : 'saml';
  if (kind === 'saml' && object.values['webIdentity'] !== undefined) {
    return fail(
      placeOf(object, 'webIdentity'),
      l10n.t('The role has both saml and webIdentity.'),
      l10n.t('Keep one of the two.'),
    );
  }
  const reasons = { ...sourceFields(), ...(kind === 'saml' ? decidedByAssertion() : decidedByToken()) };
  const name = Object.keys(reasons).find((each) => object.values[each] !== undefined);
  return name === undefined
    ? undefined
    : fail(
        placeOf(object, name),
        l10n.t('{0} does not go with {1}.', name, kind),
        sentences(reasons[name], l10n.t('Take it away.')),
      );
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
    return fail(place, l10n.t('A role with webIdentity has no arn.'), l10n.t('Add its "arn".'));
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
