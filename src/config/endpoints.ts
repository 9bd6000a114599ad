import { variable, type Environment } from './environment.js';
import { all, fail, ok, type Checked } from './fields.js';
import { lookUp, serviceField, type Profile, type Profiles } from './profiles.js';
import type { Endpoints } from './planTypes.js';
import type { Place } from './role.js';

interface Url {
  readonly name: string;
  readonly value: string;
  readonly place: Place | undefined;
}

type Service = 'sts' | 's3';

/**
 * The base URLs for the selected profile, which serve all hops: AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the
 * profile's `services` section, its `endpoint_url`, in this order
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
 */
export function endpointsOf(
  profile: Profile | undefined,
  profiles: Profiles,
  environment: Environment,
): Checked<Endpoints> {
  if (ignoresConfigured(profile, environment)) {
    return ok({});
  }
  const everywhere = fromVariable('AWS_ENDPOINT_URL', environment);
  const services = all({
    sts: serviceUrl('sts', everywhere, profile, profiles, environment),
    s3: serviceUrl('s3', everywhere, profile, profiles, environment),
  });
  if (!services.ok) {
    return services;
  }
  const { sts, s3 } = services.value;
  const base = everywhere ?? fromProfile(profile);
  const checked = all(
    Object.fromEntries(Object.entries({ base, sts, s3 }).map(([name, url]) => [name, checkUrl(url)])),
  );
  return checked.ok
    ? ok({ ...(base && { all: base.value }), ...(sts && { sts: sts.value }), ...(s3 && { s3: s3.value }) })
    : checked;
}

function fromProfile(profile: Profile | undefined): Url | undefined {
  const url = profile && lookUp(profile, 'endpoint_url');
  return url?.value === '' ? undefined : url;
}

/** botocore ignores what the environment and the config file configure, not only the file. */
function ignoresConfigured(profile: Profile | undefined, environment: Environment): boolean {
  const value =
    variable(environment, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') ??
    (profile && lookUp(profile, 'ignore_configured_endpoint_urls')?.value);
  return value?.toLowerCase() === 'true';
}

function serviceUrl(
  service: Service,
  everywhere: Url | undefined,
  profile: Profile | undefined,
  profiles: Profiles,
  environment: Environment,
): Checked<Url | undefined> {
  const own = fromVariable(`AWS_ENDPOINT_URL_${service.toUpperCase()}`, environment);
  const reference = profile && lookUp(profile, 'services');
  if (own !== undefined || everywhere !== undefined || reference === undefined) {
    return ok(own);
  }
  const section = profiles.services.get(reference.value);
  if (section === undefined) {
    return fail(
      reference.place,
      `services names the section “${reference.value}”, which does not exist.`,
      `Add a section [services ${reference.value}], or take the line away.`,
    );
  }
  const url = serviceField(section, service, 'endpoint_url');
  return ok(url?.value === '' ? undefined : url);
}

function fromVariable(name: string, environment: Environment): Url | undefined {
  const value = variable(environment, name);
  return value === undefined ? undefined : { name, value, place: undefined };
}

function checkUrl(configured: Url | undefined): Checked<string | undefined> {
  if (configured === undefined) {
    return ok(undefined);
  }
  const { name, value, place } = configured;
  const hint = 'Give an address such as https://s3.example.com or http://localhost:9000.';
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:') || /\s/.test(value)) {
    return fail(place, `${name} is not an http or https URL.`, hint);
  }
  if (url.username !== '' || url.password !== '') {
    return fail(place, `${name} has a user name or password in it.`, hint);
  }
  return ok(value);
}
