import * as l10n from '../base/l10n.js';
import type { S3Place } from '../model/s3Place.js';
import type { SessionFacts } from '../model/session/session.js';
import { rcloneValue, shellOption, shellWord, stringLiteral, terraformString } from './literals.js';

export type SnippetFormat = 'aws-cli' | 's5cmd' | 'rclone' | 'boto3' | 'javascript' | 'terraform';

/** A backend of Terraform is in a bucket. */
export function snippetFormats(place: S3Place | undefined): readonly SnippetFormat[] {
  const always: readonly SnippetFormat[] = ['aws-cli', 's5cmd', 'rclone', 'boto3', 'javascript'];
  return place === undefined ? always : [...always, 'terraform'];
}

/** What another program needs to do as the session does, at a place in S3 or anywhere. Holds no secret. */
export function snippet(format: SnippetFormat, session: SessionFacts, place: S3Place | undefined): string {
  const parts = partsOf(session, place);
  switch (format) {
    case 'aws-cli':
      return shell(parts, awsCli(parts));
    case 's5cmd':
      return shell(parts, s5cmd(parts));
    case 'rclone':
      return shell(parts, rclone(parts));
    case 'boto3':
      return `${comment('#', parts)}${boto3(parts)}`;
    case 'javascript':
      return `${comment('//', parts)}${javaScript(parts)}`;
    case 'terraform':
      return `${comment('#', parts)}${terraform(parts)}`;
  }
}

interface Parts {
  readonly place: S3Place | undefined;
  readonly region: string;
  /** By which a program is the same role without this extension. */
  readonly profile: string | undefined;
  /** That the configuration names instead of AWS's own. */
  readonly s3: string | undefined;
  readonly sts: string | undefined;
}

function partsOf(session: SessionFacts, place: S3Place | undefined): Parts {
  const { region, endpoints } = session;
  return {
    place,
    region: place?.region ?? region,
    profile: profileOf(session),
    s3: endpoints.s3 ?? endpoints.all,
    sts: endpoints.sts ?? endpoints.all,
  };
}

/** None where the session is another than the profile gives by itself: narrowed, or with something asked on top. */
function profileOf({ role: { request }, narrowedTo }: SessionFacts): string | undefined {
  const { target, overrides } = request;
  const isPlain = narrowedTo === undefined && Object.values(overrides).every((value) => value === undefined);
  const roleId = target.kind === 'configured' ? target.roleId : '';
  return isPlain && roleId.startsWith('profile:') ? roleId.slice('profile:'.length) : undefined;
}

function isObject({ key }: S3Place): boolean {
  return key !== '' && !key.endsWith('/');
}

function uriOf({ bucket, key }: S3Place): string {
  return `s3://${bucket}/${key}`;
}

/** What it depends on, where it does not name the profile itself. */
function comment(sign: string, { profile }: Parts): string {
  return profile === undefined ? `${sign} ${l10n.t('In a terminal of this session')}\n` : '';
}

function shell(parts: Parts, words: readonly (string | undefined)[]): string {
  return `${comment('#', parts)}${words.filter((word) => word !== undefined).join(' ')}\n`;
}

const option = (name: string, value: string | undefined): string | undefined =>
  value === undefined ? undefined : shellOption(name, value);

function awsCli({ place, profile, region, s3, sts }: Parts): (string | undefined)[] {
  const [action, endpoint] = place === undefined ? ['sts get-caller-identity', sts] : [awsS3(place), s3];
  return [
    `aws ${action}`,
    option('--profile', profile),
    option('--region', region),
    option('--endpoint-url', endpoint),
  ];
}

function awsS3(place: S3Place): string {
  return isObject(place) ? `s3 cp ${shellWord(uriOf(place))} .` : `s3 ls ${shellWord(uriOf(place))}`;
}

function s5cmd({ place, profile, region, s3 }: Parts): (string | undefined)[] {
  return [
    `AWS_REGION=${shellWord(region)} s5cmd`,
    option('--profile', profile),
    option('--endpoint-url', s3),
    ...s5cmdAction(place),
  ];
}

/** `--raw`: an asterisk in a key is that sign. */
function s5cmdAction(place: S3Place | undefined): string[] {
  if (place === undefined) {
    return ['ls'];
  }
  return isObject(place) ? ['cp --raw', shellWord(uriOf(place)), '.'] : ['ls', shellWord(uriOf(place))];
}

function rclone({ place, profile, region, s3 }: Parts): string[] {
  const settings = [
    `provider=${s3 === undefined ? 'AWS' : 'Other'}`,
    'env_auth=true',
    ...(profile === undefined ? [] : [`profile=${rcloneValue(profile)}`]),
    `region=${rcloneValue(region)}`,
    ...(s3 === undefined ? [] : [`endpoint=${rcloneValue(s3)}`, 'force_path_style=true']),
  ];
  const remote = `:s3,${settings.join(',')}:`;
  if (place === undefined) {
    return ['rclone lsd', shellWord(remote)];
  }
  const path = shellWord(`${remote}${place.bucket}/${place.key}`);
  return isObject(place) ? ['rclone copy', path, '.'] : ['rclone lsf', path];
}

function boto3({ place, profile, region, s3, sts }: Parts): string {
  const named = [profile === undefined ? undefined : `profile_name=${stringLiteral(profile)}`];
  const session = [...named, `region_name=${stringLiteral(region)}`].filter((each) => each !== undefined).join(', ');
  const endpoint = place === undefined ? sts : s3;
  const client = [
    stringLiteral(place === undefined ? 'sts' : 's3'),
    ...(endpoint === undefined ? [] : [`endpoint_url=${stringLiteral(endpoint)}`]),
    ...(place !== undefined && s3 !== undefined ? ['config=Config(s3={"addressing_style": "path"})'] : []),
  ];
  return lines(
    'import boto3',
    place !== undefined && s3 !== undefined ? 'from botocore.config import Config' : undefined,
    '',
    `session = boto3.Session(${session})`,
    `client = session.client(${client.join(', ')})`,
    pythonCall(place),
  );
}

function pythonCall(place: S3Place | undefined): string {
  if (place === undefined) {
    return 'print(client.get_caller_identity()["Arn"])';
  }
  const [bucket, key] = [stringLiteral(place.bucket), stringLiteral(place.key)];
  return isObject(place)
    ? `body = client.get_object(Bucket=${bucket}, Key=${key})["Body"].read()`
    : `page = client.list_objects_v2(Bucket=${bucket}, Prefix=${key}, Delimiter="/")`;
}

function javaScript({ place, profile, region, s3, sts }: Parts): string {
  const endpoint = place === undefined ? sts : s3;
  const options = [
    `region: ${stringLiteral(region)}`,
    ...(profile === undefined ? [] : [`profile: ${stringLiteral(profile)}`]),
    ...(endpoint === undefined ? [] : [`endpoint: ${stringLiteral(endpoint)}`]),
    ...(place !== undefined && s3 !== undefined ? ['forcePathStyle: true'] : []),
  ].join(', ');
  const [name, command, input] = javaScriptCall(place);
  return lines(
    `import { ${name}Client, ${command} } from "@aws-sdk/client-${name.toLowerCase()}";`,
    '',
    `const client = new ${name}Client({ ${options} });`,
    `const reply = await client.send(new ${command}(${input}));`,
  );
}

function javaScriptCall(place: S3Place | undefined): readonly [string, string, string] {
  if (place === undefined) {
    return ['STS', 'GetCallerIdentityCommand', '{}'];
  }
  const [bucket, key] = [stringLiteral(place.bucket), stringLiteral(place.key)];
  return isObject(place)
    ? ['S3', 'GetObjectCommand', `{ Bucket: ${bucket}, Key: ${key} }`]
    : ['S3', 'ListObjectsV2Command', `{ Bucket: ${bucket}, Prefix: ${key}, Delimiter: "/" }`];
}

function terraform({ place, profile, region, s3, sts }: Parts): string {
  const key = place !== undefined && isObject(place) ? place.key : `${place?.key ?? ''}terraform.tfstate`;
  const endpoints = [
    ...(s3 === undefined ? [] : [`s3 = ${terraformString(s3)}`]),
    ...(sts === undefined ? [] : [`sts = ${terraformString(sts)}`]),
  ].join(', ');
  const settings: readonly (readonly [string, string])[] = [
    ['bucket', terraformString(place?.bucket ?? '')],
    ['key', terraformString(key)],
    ['region', terraformString(region)],
    ...(profile === undefined ? [] : [['profile', terraformString(profile)] as const]),
    ...(endpoints === '' ? [] : [['endpoints', `{ ${endpoints} }`] as const]),
    ...(s3 === undefined ? [] : [['use_path_style', 'true'] as const, ['skip_region_validation', 'true'] as const]),
  ];
  const width = Math.max(...settings.map(([name]) => name.length));
  const written = settings.map(([name, value]) => `    ${name.padEnd(width)} = ${value}`);
  return lines('terraform {', '  backend "s3" {', ...written, '  }', '}');
}

function lines(...all: readonly (string | undefined)[]): string {
  return `${all.filter((line) => line !== undefined).join('\n')}\n`;
}
