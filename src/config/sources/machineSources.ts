import * as l10n from '../../base/l10n.js';
import { variable, type Environment } from '../../model/environment.js';
import type { Field } from '../rules/fields.js';
import type { Profile } from '../files/profiles.js';
import { isTrue, settingOf, type Setting } from '../files/profileValue.js';
import type { Place } from '../../base/place.js';
import type { EnvironmentSource, InstanceMetadataSource, ContainerSource } from '../../model/plan/source.js';
import { all, fail, ok, type Checked } from '../../base/checked.js';

type MachineSource = ContainerSource | EnvironmentSource | InstanceMetadataSource;

const IPV6_ENDPOINT = 'http://[fd00:ec2::254]';

/**
 * What a role's `credential_source` stands for. The metadata service is configured by variables and by the profile that
 * is selected, not by the one further down the chain (botocore create_credential_resolver).
 */
export function credentialSource(
  field: Field,
  role: string,
  selected: Profile | undefined,
  environment: Environment,
): Checked<MachineSource> {
  const { value, place } = field;
  switch (value) {
    case 'Environment':
      return ok({ kind: 'environment', place });
    case 'EcsContainer':
      return ok({ kind: 'container', place });
    case 'Ec2InstanceMetadata':
      return instanceMetadata(place, selected, environment);
    default:
      return fail(
        place,
        l10n.t('credential_source of the profile “{0}” is not one that AWS knows.', role),
        l10n.t('Give one of Ec2InstanceMetadata, EcsContainer, Environment, or a source_profile instead.'),
      );
  }
}

/**
 * For a profile that names no credentials at all the AWS CLI takes those of the `legacy` file, the container's, or the
 * instance's. Undefined where instance metadata is turned off, so that there are none.
 */
export function machineCredentials(
  profile: Profile,
  legacy: string | undefined,
  environment: Environment,
): Checked<ContainerSource | InstanceMetadataSource | undefined> {
  if (legacy !== undefined) {
    return fail(
      profile.place,
      l10n.t(
        'The profile “{0}” names no credentials. The AWS CLI would look for keys in {1}, which this extension does not read.',
        profile.name,
        legacy,
      ),
      l10n.t('Write the keys into the profile, or remove that file.'),
    );
  }
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } =
    environment.variables;
  if (relative !== undefined || full !== undefined) {
    return ok({ kind: 'container', place: profile.place });
  }
  return metadataDisabled(environment) ? ok(undefined) : instanceMetadata(profile.place, profile, environment);
}

function metadataDisabled(environment: Environment): boolean {
  return variable(environment, 'AWS_EC2_METADATA_DISABLED')?.toLowerCase() === 'true';
}

function instanceMetadata(
  place: Place,
  selected: Profile | undefined,
  environment: Environment,
): Checked<InstanceMetadataSource> {
  if (metadataDisabled(environment)) {
    return fail(
      place,
      l10n.t('AWS_EC2_METADATA_DISABLED is set, so that EC2 instance metadata is not asked.'),
      l10n.t('Unset it for the editor, or take the credentials from elsewhere.'),
    );
  }
  const setting = (key: string): Setting | undefined =>
    settingOf(selected, environment, key, `AWS_${key.toUpperCase()}`);
  const parts = all({
    endpoint: metadataEndpoint(setting),
    timeoutSeconds: wholeNumber(setting('metadata_service_timeout')),
    attempts: wholeNumber(setting('metadata_service_num_attempts')),
  });
  if (!parts.ok) {
    return parts;
  }
  const { endpoint, timeoutSeconds, attempts } = parts.value;
  return ok({
    kind: 'instance-metadata',
    endpoint,
    v1Allowed: !isTrue(setting('ec2_metadata_v1_disabled')),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(attempts !== undefined && { attempts }),
    place,
  });
}

function wholeNumber(setting: Setting | undefined): Checked<number | undefined> {
  if (setting === undefined) {
    return ok(undefined);
  }
  return /^\s*\+?0*[1-9]\d{0,3}\s*$/.test(setting.value)
    ? ok(Number(setting.value))
    : fail(
        setting.place,
        l10n.t('{0} is not a whole number from 1 to 9999.', setting.name),
        l10n.t('Correct it, or take it away: AWS tools take 1.'),
      );
}

/** botocore resolve_imds_endpoint_mode: the mode counts where no endpoint is named, and before `imds_use_ipv6`. */
function metadataEndpoint(setting: (key: string) => Setting | undefined): Checked<string | undefined> {
  const endpoint = setting('ec2_metadata_service_endpoint');
  const mode = setting('ec2_metadata_service_endpoint_mode');
  if (mode !== undefined && !['ipv4', 'ipv6'].includes(mode.value.toLowerCase())) {
    return fail(
      mode.place,
      l10n.t('{0} is neither IPv4 nor IPv6.', mode.name),
      l10n.t('Give one of the two, or take it away.'),
    );
  }
  if (endpoint !== undefined) {
    return URL.canParse(endpoint.value) && /^https?:/i.test(endpoint.value)
      ? ok(endpoint.value)
      : fail(
          endpoint.place,
          l10n.t('{0} is not an http or https URL.', endpoint.name),
          l10n.t('AWS’s own is http://169.254.169.254.'),
        );
  }
  const ipv6 = mode === undefined ? isTrue(setting('imds_use_ipv6')) : mode.value.toLowerCase() === 'ipv6';
  return ok(ipv6 ? IPV6_ENDPOINT : undefined);
}
