import { DEFAULT_TOKEN_DURATION_S } from '../../model/session/sessionLimits.js';
import * as l10n from '../../base/l10n.js';
import { checkMfaSerial } from '../../config/rules/fields.js';
import { TYPED } from '../../base/place.js';
import type { Narrowing, SessionRequest } from '../../model/request.js';
import type { SourceProfile } from '../../config/request/sourceProfiles.js';
import { defaultFederatedName } from '../../config/request/targets.js';
import { Cancelled } from '../../base/errors.js';
import { askDuration } from './askDuration.js';
import { askNarrowing } from './askNarrowing.js';
import { askProfile } from './askProfile.js';
import { tokenLimit } from '../rows/durations.js';
import type { FormContext } from './form.js';
import { problemWith } from './problems.js';
import { askInOrder, BACK, type Back, type Heading, type Step } from '../kit/sequence.js';
import { ask, pick } from '../kit/steps.js';

/** GetSessionToken's and GetFederationToken's own default. */

interface TokenAnswers {
  readonly profile?: SourceProfile;
  readonly durationSeconds?: number;
  /** Null for none. */
  readonly mfaSerial?: string | null;
  readonly name?: string;
  readonly narrowing?: Narrowing;
}

/** "Get Session Token…". @throws UserError, Cancelled */
export async function getSessionToken(form: FormContext): Promise<void> {
  const profiles = await longTerm(form);
  const answers = await askInOrder<TokenAnswers>(
    l10n.t('Get Session Token'),
    [
      profileStep(profiles, l10n.t('Whose keys? One MFA code serves for hours; roles from it last 1 hour at most')),
      durationStep,
      { ask: askMfaDevice },
    ],
    {},
  );
  if (answers === BACK || answers.profile === undefined) {
    throw new Cancelled();
  }
  await form.assume(sessionTokenRequest(answers.profile, answers));
}

function sessionTokenRequest({ name }: SourceProfile, { mfaSerial, durationSeconds }: TokenAnswers): SessionRequest {
  return {
    target: { kind: 'session-token', profile: name, mfaSerial: mfaSerial ?? undefined },
    overrides: durationSeconds === undefined ? {} : { durationSeconds },
  };
}

/** "Get Federation Token…". @throws UserError, Cancelled */
export async function getFederationToken(form: FormContext): Promise<void> {
  const profiles = await longTerm(form);
  const { environment } = form.configuration;
  const answers = await askInOrder<TokenAnswers>(
    l10n.t('Get Federation Token'),
    [
      profileStep(profiles, l10n.t('Whose permissions shall the federated user have a part of?')),
      { ask: (sofar, heading) => askName(sofar, heading, defaultFederatedName(environment.userName), form) },
      { ask: (sofar, heading) => askPermissions(sofar, heading, form) },
      durationStep,
    ],
    {},
  );
  const request = answers === BACK ? undefined : federationRequest(answers);
  if (request === undefined) {
    throw new Cancelled();
  }
  await form.assume(request);
}

function federationRequest({ profile, name, narrowing, durationSeconds }: TokenAnswers): SessionRequest | undefined {
  return profile === undefined || name === undefined
    ? undefined
    : {
        target: { kind: 'federation-token', profile: profile.name, name },
        overrides: {
          ...(narrowing !== undefined && { narrowing }),
          ...(durationSeconds !== undefined && { durationSeconds }),
        },
      };
}

async function longTerm({ configuration }: FormContext): Promise<readonly SourceProfile[]> {
  return (await configuration.sourceProfiles()).filter(({ longTermKeys }) => longTermKeys);
}

function profileStep(profiles: readonly SourceProfile[], placeholder: string): Step<TokenAnswers> {
  return {
    ask: async (sofar, heading) => {
      const profile = await askProfile(heading, { profiles, placeholder, chosen: sofar.profile?.name });
      return profile === BACK ? BACK : { ...sofar, profile };
    },
  };
}

const durationStep: Step<TokenAnswers> = {
  ask: async (sofar, heading) => {
    const seconds = await askDuration(heading, {
      limit: tokenLimit(),
      current: sofar.durationSeconds,
      standard: DEFAULT_TOKEN_DURATION_S,
      openText: undefined,
    });
    return seconds === BACK || seconds === undefined ? BACK : { ...sofar, durationSeconds: seconds };
  },
};

async function askMfaDevice(sofar: TokenAnswers, heading: Heading): Promise<TokenAnswers | Back> {
  const configured = sofar.profile?.mfaSerial;
  for (;;) {
    const device = await pick<string | null | undefined>({
      heading,
      placeholder: l10n.t('Without MFA, the session token may not call IAM'),
      choices: [
        ...(configured === undefined
          ? []
          : [{ label: `$(key) ${configured}`, description: l10n.t('from the profile'), value: configured }]),
        { label: `$(edit) ${l10n.t('Another MFA Device…')}`, value: undefined },
        { label: `$(circle-slash) ${l10n.t('No MFA')}`, value: null },
      ],
    });
    const mfaSerial = device === undefined ? await askSerial(sofar, heading) : device;
    if (device === BACK || mfaSerial !== BACK) {
      return mfaSerial === BACK ? BACK : { ...sofar, mfaSerial };
    }
  }
}

function askSerial({ mfaSerial }: TokenAnswers, heading: Heading): Promise<string | Back> {
  return ask({
    heading: { ...heading, canGoBack: true },
    prompt: l10n.t('The ARN of the device, or the serial number of a hardware one'),
    placeholder: 'arn:aws:iam::123456789012:mfa/USER',
    value: mfaSerial ?? '',
    validate: serialProblem,
  });
}

function serialProblem(value: string): string | undefined {
  const serial = checkMfaSerial({ name: l10n.t('The MFA device'), value, place: TYPED });
  return serial.ok ? undefined : `${serial.problem.message} ${serial.problem.hint}`;
}

async function askName(
  sofar: TokenAnswers,
  heading: Heading,
  proposed: string,
  form: FormContext,
): Promise<TokenAnswers | Back> {
  const name = await ask({
    heading,
    prompt: l10n.t('The federated user’s name, for CloudTrail and the ARN'),
    value: sofar.name ?? proposed,
    validate: (typed) => requestProblem({ ...sofar, name: typed, narrowing: { kind: 's3-only' } }, form),
  });
  return name === BACK ? BACK : { ...sofar, name };
}

async function askPermissions(sofar: TokenAnswers, heading: Heading, form: FormContext): Promise<TokenAnswers | Back> {
  const narrowing = await askNarrowing(heading, {
    placeholder: l10n.t('What may the federated user do? Without a policy it could do nothing'),
    validate: (given) => requestProblem({ ...sofar, narrowing: given }, form),
  });
  return narrowing === BACK ? BACK : { ...sofar, narrowing };
}

async function requestProblem(answers: TokenAnswers, { configuration }: FormContext): Promise<string | undefined> {
  const request = federationRequest(answers);
  return request === undefined ? undefined : problemWith(request, (asked) => configuration.plan(asked));
}
