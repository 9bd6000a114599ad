import * as l10n from '../../base/l10n.js';
import { readProfiles } from '../../config/files/profiles.js';
import {
  CREDENTIAL_SOURCES,
  fieldProblem,
  isOptional,
  newNameProblem,
  portalProblem,
  type FieldName,
} from '../../config/write/profileFields.js';
import { askInOrder, BACK, type Back, type Heading } from '../kit/sequence.js';
import { ask, pick, type Choice } from '../kit/steps.js';
import { askPlace } from './keysPlace.js';
import {
  drafted,
  draftedPlace,
  knownNames,
  valueInRow,
  withValues,
  type KeysPlace,
  type ProfileContext,
  type ProfileDraft,
} from './profileDraft.js';

/** Asks for one field of a profile, by what it is now. @throws Cancelled */
export async function askField(
  name: FieldName,
  heading: Heading,
  context: ProfileContext,
  draft: ProfileDraft,
): Promise<ProfileDraft | Back> {
  switch (name) {
    case 'source':
      return askSource(heading, context, draft);
    case 'keysPlace':
      return askPlace(heading, context, draft);
    case 'sso_session':
      return askSession(heading, context, draft);
    default: {
      const isSecret = name === 'aws_secret_access_key';
      const accessKeyId = drafted(context, draft, 'aws_access_key_id') ?? '';
      const typed = await ask({
        heading,
        prompt: isSecret ? secretPrompt(draftedPlace(context, draft)) : promptOf(name),
        placeholder: placeholderOf(name),
        value: isSecret ? '' : (drafted(context, draft, name) ?? ''),
        password: isSecret,
        validate: (text) => fieldProblem(name, text, { profile: draft.name, accessKeyId }),
      });
      return typed === BACK ? BACK : withValues(draft, { [name]: typed === '' ? undefined : typed });
    }
  }
}

type Typed = Exclude<FieldName, 'source' | 'sso_session' | 'keysPlace'>;

function secretPrompt(place: KeysPlace): string {
  return place === 'file'
    ? l10n.t('The secret access key (aws_secret_access_key). It will be in the credentials file in the clear.')
    : l10n.t('The secret access key (aws_secret_access_key). It will be in the secret storage of the editor.');
}

function promptOf(name: keyof typeof PROMPTS): string {
  const prompt = PROMPTS[name]();
  return isOptional(name) ? l10n.t('{0} Leave it empty if there is none.', prompt) : prompt;
}

const PROMPTS: Readonly<Record<Exclude<Typed, 'aws_secret_access_key'>, () => string>> = {
  aws_access_key_id: () => l10n.t('The access key ID of the IAM user (aws_access_key_id).'),
  sso_account_id: () => l10n.t('The number of the AWS account (sso_account_id).'),
  sso_role_name: () => l10n.t('The name of the permission set (sso_role_name).'),
  role_arn: () => l10n.t('The ARN of the role (role_arn).'),
  mfa_serial: () => l10n.t('The MFA device that the role asks for (mfa_serial): its ARN or serial number.'),
  external_id: () => l10n.t('The external ID that the role asks for (external_id).'),
  duration_seconds: () => l10n.t('How long a session lasts, in seconds (duration_seconds).'),
  region: () => l10n.t('The region of the profile (region).'),
};

function placeholderOf(name: Typed): string {
  switch (name) {
    case 'aws_access_key_id':
      return 'AKIAIOSFODNN7EXAMPLE';
    case 'sso_account_id':
      return '123456789012';
    case 'sso_role_name':
      return 'ReadOnlyAccess';
    case 'role_arn':
      return 'arn:aws:iam::123456789012:role/NAME';
    case 'mfa_serial':
      return 'arn:aws:iam::123456789012:mfa/NAME';
    case 'duration_seconds':
      return '3600';
    case 'region':
      return 'us-east-1';
    default:
      return '';
  }
}

async function askSource(heading: Heading, context: ProfileContext, draft: ProfileDraft): Promise<ProfileDraft | Back> {
  const profiles = knownNames(context.files).profiles.filter((name) => name !== draft.name);
  const source = (key: 'source_profile' | 'credential_source', value: string) => ({
    source_profile: undefined,
    credential_source: undefined,
    [key]: value,
  });
  const chosen = await pick<Record<string, string | undefined>>({
    heading,
    placeholder: l10n.t('Whose credentials assume the role? (source_profile, credential_source)'),
    choices: [
      ...profiles.map((name) => ({
        label: `$(account) ${name}`,
        description: 'source_profile',
        value: source('source_profile', name),
      })),
      { separator: l10n.t('The machine’s') },
      ...CREDENTIAL_SOURCES.map((name) => ({
        label: `$(server) ${name}`,
        description: 'credential_source',
        value: source('credential_source', name),
      })),
    ],
    active: ({ source_profile: profile, credential_source: machine }) =>
      (profile ?? machine) === valueInRow(context, draft, 'source'),
  });
  return chosen === BACK ? BACK : withValues(draft, chosen);
}

async function askSession(
  heading: Heading,
  context: ProfileContext,
  draft: ProfileDraft,
): Promise<ProfileDraft | Back> {
  for (;;) {
    const { ssoSessions } = readProfiles(context.files);
    const choices: Choice<string | undefined>[] = [...ssoSessions].map(([name, { section }]) => ({
      label: `$(account) ${name}`,
      description: section.options.get('sso_start_url')?.value ?? '',
      value: name,
    }));
    const chosen = await pick<string | undefined>({
      heading,
      placeholder: l10n.t('Which access portal of IAM Identity Center? (sso_session)'),
      choices: [...choices, { label: `$(add) ${l10n.t('Another Portal…')}`, value: undefined }],
      active: (name) => name !== undefined && name === drafted(context, draft, 'sso_session'),
    });
    if (chosen === BACK) {
      return BACK;
    }
    if (chosen !== undefined) {
      return { ...withValues(draft, { sso_session: chosen }), session: undefined };
    }
    const session = await askNewSession(heading.title, context);
    if (session !== BACK) {
      return { ...withValues(draft, { sso_session: session.name }), session };
    }
  }
}

interface Portal {
  readonly name: string;
  readonly url: string;
  readonly region: string;
}

async function askNewSession(
  title: string,
  { files }: ProfileContext,
): Promise<NonNullable<ProfileDraft['session']> | Back> {
  const { sessions } = knownNames(files);
  const typed = async (
    heading: Heading,
    [prompt, placeholder, value]: readonly [string, string, string],
    validate: (text: string) => string | undefined,
  ) => ask({ heading, prompt, placeholder, value, validate });
  const portal = await askInOrder<Portal>(
    title,
    [
      {
        ask: async (sofar, heading) => {
          const prompt = l10n.t('The address of the AWS access portal (sso_start_url).');
          const url = await typed(heading, [prompt, 'https://d-0123456789.awsapps.com/start', sofar.url], (text) =>
            portalProblem('sso_start_url', text),
          );
          return url === BACK ? BACK : { ...sofar, url };
        },
      },
      {
        ask: async (sofar, heading) => {
          const prompt = l10n.t('The region of IAM Identity Center (sso_region).');
          const region = await typed(heading, [prompt, 'us-east-1', sofar.region], (text) =>
            portalProblem('sso_region', text),
          );
          return region === BACK ? BACK : { ...sofar, region };
        },
      },
      {
        ask: async (sofar, heading) => {
          const prompt = l10n.t('What the portal is to be called in the config file (sso-session).');
          const name = await typed(heading, [prompt, 'my-company', sofar.name], (text) =>
            newNameProblem(text, sessions),
          );
          return name === BACK ? BACK : { ...sofar, name };
        },
      },
    ],
    { name: '', url: '', region: '' },
    true,
  );
  return portal === BACK
    ? BACK
    : {
        name: portal.name,
        values: new Map([
          ['sso_start_url', portal.url],
          ['sso_region', portal.region],
          ['sso_registration_scopes', 'sso:account:access'],
        ]),
      };
}
