import * as l10n from '../../base/l10n.js';
import { isFullPath, withHome } from '../../base/files/fullPath.js';
import { problemText } from '../../base/place.js';
import { variable, type Environment } from '../../model/environment.js';
import type { Endpoints } from '../../model/plan/plan.js';
import { at } from '../files/fileText.js';
import { firstProblem, lookUp, serviceField, type Located, type Profile, type Profiles } from '../files/profiles.js';
import { isTrue, settingOf, type Setting } from '../files/profileValue.js';
import { type Checked, ok, fail, all } from '../../base/checked.js';
/** As the `services` section and, in upper case, AWS_ENDPOINT_URL_<SERVICE> name them. */
const SERVICES = {
  sts: 'sts',
  s3: 's3',
  iam: 'iam',
  accessAnalyzer: 'accessanalyzer',
  sso: 'sso',
  ssoOidc: 'sso_oidc',
  signin: 'signin',
} as const;
type Urls = Pick<Endpoints, keyof typeof SERVICES | 'all' | 'refusal'>;

/**
 * Where AWS is reached for the selected profile; that serves all hops, also those of other profiles. Base URLs are
 * AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's `services` section, its `endpoint_url`, in this order
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
 */
export function endpointsOf(
  profile: Profile | undefined,
  profiles: Profiles,
  environment: Environment,
): Checked<Endpoints> {
  const parts = all({
    urls: ignoresConfigured(profile, environment) ? ok<Urls>({}) : configuredUrls(profile, profiles, environment),
    hosts: awsHosts(profile, environment),
    caBundle: caBundle(profile, environment),
  });
  if (!parts.ok) {
    return parts;
  }
  const { urls, hosts, caBundle: authorities } = parts.value;
  // With a base URL for everything none of AWS's own hosts is left to choose; the CLI passes over these settings too.
  return ok({ ...urls, ...(urls.all === undefined && hosts), ...authorities });
}

/** botocore ignores what the environment and the config file configure, not only the file. */
function ignoresConfigured(profile: Profile | undefined, environment: Environment): boolean {
  const key = 'ignore_configured_endpoint_urls';
  return isTrue(settingOf(profile, environment, key, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'));
}

function configuredUrls(profile: Profile | undefined, profiles: Profiles, environment: Environment): Checked<Urls> {
  const everywhere = fromVariable('AWS_ENDPOINT_URL', environment);
  const section = everywhere === undefined ? servicesSection(profile, profiles) : ok(undefined);
  const own = (service: string): Setting | undefined =>
    fromVariable(`AWS_ENDPOINT_URL_${service.toUpperCase()}`, environment);
  // To the AWS CLI the section matters to the services that have no variable of their own; STS is what plans need.
  if (!section.ok && own(SERVICES.sts) === undefined) {
    return section;
  }
  const urls = Object.entries(SERVICES).map(([service, name]) => {
    const variable = own(name);
    return [service, checkUrl(variable ? ok(variable) : fromSection(section.ok ? section.value : undefined, name))];
  });
  const base = everywhere ?? notEmpty(profile && lookUp(profile, 'endpoint_url'));
  const checked = all<Record<string, Checked<string | undefined>>>(
    Object.fromEntries([['all', checkUrl(ok(base))], ...urls]) as Record<string, Checked<string | undefined>>,
  );
  const refusal = section.ok ? {} : { refusal: problemText(section.problem) };
  return checked.ok
    ? ok({ ...Object.fromEntries(Object.entries(checked.value).filter(([, url]) => url !== undefined)), ...refusal })
    : checked;
}

function servicesSection(profile: Profile | undefined, profiles: Profiles): Checked<Located | undefined> {
  const reference = profile && lookUp(profile, 'services');
  if (reference === undefined) {
    return ok(undefined);
  }
  const { value, place } = reference;
  const located = profiles.services.get(value);
  const problem = located && firstProblem(located);
  if (problem !== undefined) {
    return fail(problem.place, l10n.t('In the section [services {0}]: {1}', value, problem.message), problem.hint);
  }
  if (located !== undefined && located.section.options.size > 0) {
    return ok(located);
  }
  return located === undefined
    ? fail(
        place,
        l10n.t('services names the section “{0}”, which does not exist.', value),
        l10n.t('Add a section [services {0}], or take the line away.', value),
      )
    : fail(
        place,
        l10n.t('services names the section “{0}”, which is empty.', value),
        l10n.t('Fill it in, or take the line away.'),
      );
}

function fromSection(section: Located | undefined, service: string): Checked<Setting | undefined> {
  const option = section?.section.options.get(service);
  if (section === undefined || option === undefined) {
    return ok(undefined);
  }
  return option.nested === undefined
    ? fail(
        at(section.file, option.line),
        l10n.t('{0} of the section [{1}] has its value on the same line.', service, section.section.header),
        l10n.t('Write it as a block: a line endpoint_url = … below it, indented.'),
      )
    : ok(notEmpty(serviceField(section, service, 'endpoint_url')));
}

function notEmpty(setting: Setting | undefined): Setting | undefined {
  return setting?.value === '' ? undefined : setting;
}

function fromVariable(name: string, environment: Environment): Setting | undefined {
  const value = variable(environment, name);
  return value === undefined ? undefined : { name, value, place: undefined };
}

function checkUrl(configured: Checked<Setting | undefined>): Checked<string | undefined> {
  if (!configured.ok || configured.value === undefined) {
    return configured.ok ? ok(undefined) : configured;
  }
  const { name, value, place } = configured.value;
  const hint = l10n.t('Give an address such as https://s3.example.com or http://localhost:9000.');
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:') || /\s/.test(value)) {
    return fail(place, l10n.t('{0} is not an http or https URL.', name), hint);
  }
  if (url.username !== '' || url.password !== '') {
    return fail(place, l10n.t('{0} has a user name or password in it.', name), hint);
  }
  return ok(value);
}

/**
 * Which of AWS's own hosts. `sts_regional_endpoints` is "regional" by default (botocore since 1.36, the CLI v2 always);
 * "legacy" means sts.amazonaws.com for the oldest regions alone, a list that the SDK's endpoint rules hold, and never
 * where FIPS or dual-stack hosts are asked for. Whether a partition has those is AWS's to say.
 */
function awsHosts(
  profile: Profile | undefined,
  environment: Environment,
): Checked<Pick<Endpoints, 'fips' | 'dualstack' | 'globalSts'>> {
  const setting = (key: string): Setting | undefined =>
    settingOf(profile, environment, key, `AWS_${key.toUpperCase()}`);
  const fips = isTrue(setting('use_fips_endpoint'));
  const dualstack = isTrue(setting('use_dualstack_endpoint'));
  const mode = setting('sts_regional_endpoints');
  if (mode !== undefined && !['regional', 'legacy'].includes(mode.value)) {
    return fail(
      mode.place,
      l10n.t('{0} is neither “regional” nor “legacy”.', mode.name),
      l10n.t('Take it away: “regional” is what AWS recommends, and the default.'),
    );
  }
  const globalSts = mode?.value === 'legacy' && !fips && !dualstack;
  return ok({ ...(fips && { fips }), ...(dualstack && { dualstack }), ...(globalSts && { globalSts }) });
}

/**
 * botocore expands "~" in it (urllib3) and nothing else; a relative path depends on the folder that the CLI is started
 * in.
 */
function caBundle(profile: Profile | undefined, environment: Environment): Checked<Pick<Endpoints, 'caBundle'>> {
  const file =
    settingOf(profile, environment, 'ca_bundle', 'AWS_CA_BUNDLE') ?? fromVariable('REQUESTS_CA_BUNDLE', environment);
  if (file === undefined) {
    return ok({});
  }
  const path = withHome(file.value, environment.homeDirectory);
  return isFullPath(path)
    ? ok({ caBundle: path })
    : fail(
        file.place,
        l10n.t('{0} is no absolute path.', file.name),
        l10n.t('Write the whole path, or start it with ~/.'),
      );
}
