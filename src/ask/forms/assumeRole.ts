import * as l10n from '../../base/l10n.js';
import { parseRoleInput } from '../../config/request/roleInput.js';
import type { SessionRequest } from '../../model/request.js';
import type { SourceProfile } from '../../config/request/sourceProfiles.js';
import { Cancelled } from '../../base/errors.js';
import { askNarrowing } from './askNarrowing.js';
import type { FormContext } from './form.js';
import { askOptions } from './options.js';
import { problemWith, type PlanOf } from './problems.js';
import { alone, askInOrder, BACK, type Back, type Heading } from '../kit/sequence.js';
import { ask, pick } from '../kit/steps.js';
import { askProfile } from './askProfile.js';

function planOf({ configuration }: FormContext): PlanOf {
  return (request) => configuration.plan(request);
}

/** "Assume Role with Options…". @throws UserError, Cancelled */
export async function assumeWithOptions(form: FormContext, wanted: SessionRequest | undefined): Promise<void> {
  for (;;) {
    const request = wanted ?? (await form.pickRole(l10n.t('Assume Role with Options')));
    const asked = await askOptions(withoutNarrowing(request), planOf(form), wanted === undefined);
    if (asked !== BACK) {
      await form.assume(asked);
      return;
    }
  }
}

/** What a session is narrowed to is chosen anew, and it takes either a session policy or a narrowing. */
function withoutNarrowing({ target, overrides: { narrowing, scopes, ...overrides } }: SessionRequest): SessionRequest {
  return { target, overrides };
}

/** "Assume with Less…". @throws UserError, Cancelled */
export async function assumeWithLess(form: FormContext, wanted: SessionRequest | undefined): Promise<void> {
  for (;;) {
    const request = wanted ?? (await form.pickRole(l10n.t('Assume with Less: Role')));
    const { target, overrides } = withoutNarrowing(request);
    const { name } = await form.configuration.plan({
      target,
      overrides: { ...overrides, narrowing: { kind: 's3-only' } },
    });
    const narrowing = await askNarrowing(alone(l10n.t('Assume {0} with Less', name), wanted === undefined), {
      placeholder: l10n.t('What may the session still do, of what {0} may?', name),
      validate: (given) => problemWith({ target, overrides: { ...overrides, narrowing: given } }, planOf(form)),
    });
    if (narrowing !== BACK) {
      await form.assume({ target, overrides: { ...overrides, narrowing } });
      return;
    }
  }
}

interface ArnAnswers {
  readonly arn: string;
  readonly source: SourceProfile | undefined;
  readonly request: SessionRequest | undefined;
}

/** "Assume Role by ARN…". @throws UserError, Cancelled */
export async function assumeByArn(form: FormContext): Promise<void> {
  const profiles = await form.configuration.sourceProfiles();
  const answers = await askInOrder<ArnAnswers>(
    l10n.t('Assume Role by ARN'),
    [
      { ask: askArn },
      {
        ask: async (sofar, heading) => {
          const source = await askProfile(heading, {
            profiles,
            placeholder: l10n.t('Whose credentials shall assume the role?'),
            chosen: sofar.source?.name,
          });
          return source === BACK ? BACK : { ...sofar, source };
        },
      },
      { ask: (sofar, heading) => askHow(sofar, heading, form) },
    ],
    { arn: '', source: undefined, request: undefined },
  );
  if (answers === BACK || answers.request === undefined) {
    throw new Cancelled();
  }
  await form.assume(answers.request);
}

async function askArn(sofar: ArnAnswers, heading: Heading): Promise<ArnAnswers | Back> {
  const text = await ask({
    heading,
    prompt: l10n.t('The role’s ARN, or account ID and role name'),
    placeholder: 'arn:aws:iam::123456789012:role/NAME · 123456789012/NAME',
    value: sofar.arn,
    validate: (typed) => roleProblem(typed),
  });
  const role = text === BACK ? undefined : parseRoleInput(text, 'aws');
  return role?.ok === true ? { ...sofar, arn: role.value.arn } : BACK;
}

function roleProblem(typed: string): string | undefined {
  const role = parseRoleInput(typed, 'aws');
  return role.ok ? undefined : `${role.problem.message} ${role.problem.hint}`;
}

async function askHow(sofar: ArnAnswers, heading: Heading, form: FormContext): Promise<ArnAnswers | Back> {
  const { arn, source } = sofar;
  if (source === undefined) {
    return BACK;
  }
  const request: SessionRequest = { target: { kind: 'ad-hoc', arn, sourceProfile: source.name }, overrides: {} };
  const { mfaSerial } = source;
  const withMfa = mfaSerial === undefined || !source.longTermKeys ? [] : [mfaSerial];
  for (;;) {
    const how = await pick<SessionRequest | 'options'>({
      heading,
      placeholder: arn,
      choices: [
        { label: `$(shield) ${l10n.t('Assume')}`, description: l10n.t('with the usual settings'), value: request },
        ...withMfa.map((serial) => ({
          label: `$(key) ${l10n.t('Assume with MFA')}`,
          description: serial,
          value: { ...request, overrides: { mfaSerial: serial } },
        })),
        {
          label: `$(settings) ${l10n.t('Options…')}`,
          description: l10n.t('MFA, duration, tags and more'),
          value: 'options',
        },
      ],
    });
    const asked = how === 'options' ? await askOptions(request, planOf(form), true) : how;
    if (how === BACK || asked !== BACK) {
      return asked === BACK ? BACK : { ...sofar, request: asked };
    }
  }
}
