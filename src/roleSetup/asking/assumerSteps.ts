import * as l10n from '../../base/l10n.js';
import { BACK, type Back, type Heading, type Step } from '../../ask/kit/sequence.js';
import { ask, pick } from '../../ask/kit/steps.js';
import type { IamApi, IamRead } from '../../model/iam/iamApi.js';
import type { Assumer, KeyWish, SetupAnswers } from '../answers.js';
import { TEXT_CHECKS } from '../checkAnswers.js';

type Kind = Assumer['kind'];
type AssumerOf<K extends Kind> = Extract<Assumer, { readonly kind: K }>;

/** Each kind with nothing said yet. */
const EMPTY: { readonly [K in Kind]: AssumerOf<K> } = {
  user: { kind: 'user', name: '', path: '/', accessKey: 'first' },
  role: { kind: 'role', arn: '' },
  account: { kind: 'account', account: '', externalId: undefined, mfa: false },
  saml: { kind: 'saml', providerArn: '' },
  openIdConnect: { kind: 'openIdConnect', providerArn: '', audience: 'sts.amazonaws.com', subject: '' },
  permissionSet: { kind: 'permissionSet', name: '' },
};

/** Who may assume the role. */
export async function askAssumerKind(answers: SetupAnswers, heading: Heading): Promise<SetupAnswers | Back> {
  const kind = await pick<Kind>({
    heading,
    placeholder: l10n.t('Who may assume the role?'),
    choices: [
      {
        label: `$(account) ${l10n.t('An IAM User')}`,
        detail: l10n.t('There, or to be made with an access key.'),
        value: 'user',
      },
      {
        label: `$(shield) ${l10n.t('Another Role')}`,
        detail: l10n.t('By its ARN, in this account or in another.'),
        value: 'role',
      },
      {
        label: `$(organization) ${l10n.t('An Account')}`,
        detail: l10n.t('Whom that account lets; with an external ID or MFA if you want.'),
        value: 'account',
      },
      {
        label: `$(globe) ${l10n.t('A SAML Provider')}`,
        detail: l10n.t('People who sign in at your identity provider.'),
        value: 'saml',
      },
      {
        label: `$(key) ${l10n.t('An OpenID Connect Provider')}`,
        detail: l10n.t('Programs or people with a token for an audience and a subject.'),
        value: 'openIdConnect',
      },
      {
        label: `$(people) ${l10n.t('A Permission Set of IAM Identity Center')}`,
        detail: l10n.t('Whom it lets into this account.'),
        value: 'permissionSet',
      },
    ],
    active: (value) => value === answers.assumer.kind,
  });
  if (kind === BACK) {
    return BACK;
  }
  return kind === answers.assumer.kind ? answers : { ...answers, assumer: EMPTY[kind] };
}

/** What is asked of each kind. */
export const ASSUMER_STEPS = (api: IamApi | undefined): readonly Step<SetupAnswers>[] => [
  of('user', (user, heading) =>
    write(heading, 'userName', l10n.t('The name of the user. One that is not there is made.'), user.name, (name) => ({
      ...user,
      name,
    })),
  ),
  of('user', askKey),
  of('role', (role, heading) =>
    write(heading, 'roleArn', l10n.t('The ARN of the role that may assume it'), role.arn, (arn) => ({ ...role, arn })),
  ),
  of('account', (from, heading) =>
    write(heading, 'otherAccount', l10n.t('The account, in 12 digits'), from.account, (account) => ({
      ...from,
      account,
    })),
  ),
  of('account', (from, heading) =>
    write(
      heading,
      'externalId',
      l10n.t('The external ID that must be given. Empty: none.'),
      from.externalId ?? '',
      (text) => ({ ...from, externalId: text === '' ? undefined : text }),
      (text) => (text === '' ? undefined : TEXT_CHECKS.externalId(text)),
    ),
  ),
  of('account', askMfa),
  of('saml', async (saml, heading) => {
    const providerArn = await chooseProvider(heading, 'samlProvider', saml.providerArn, () => api?.samlProviders());
    return providerArn === BACK ? BACK : { ...saml, providerArn };
  }),
  of('openIdConnect', async (oidc, heading) => {
    const providerArn = await chooseProvider(heading, 'openIdProvider', oidc.providerArn, () => api?.openIdProviders());
    return providerArn === BACK ? BACK : { ...oidc, providerArn };
  }),
  of('openIdConnect', (oidc, heading) =>
    write(heading, 'audience', l10n.t('The audience (aud) of the tokens'), oidc.audience, (audience) => ({
      ...oidc,
      audience,
    })),
  ),
  of('openIdConnect', (oidc, heading) =>
    write(
      heading,
      'subject',
      l10n.t('The subject (sub) of the tokens. With * or ? it is a pattern.'),
      oidc.subject,
      (subject) => ({ ...oidc, subject }),
    ),
  ),
  of('permissionSet', (set, heading) =>
    write(heading, 'permissionSet', l10n.t('The name of the permission set'), set.name, (name) => ({ ...set, name })),
  ),
];

function of<K extends Kind>(
  kind: K,
  question: (assumer: AssumerOf<K>, heading: Heading) => Promise<Assumer | Back>,
): Step<SetupAnswers> {
  const isOne = (assumer: Assumer): assumer is AssumerOf<K> => assumer.kind === kind;
  return {
    when: ({ assumer }) => isOne(assumer),
    ask: async (answers, heading) => {
      if (!isOne(answers.assumer)) {
        return answers;
      }
      const assumer = await question(answers.assumer, heading);
      return assumer === BACK ? BACK : { ...answers, assumer };
    },
  };
}

async function write(
  heading: Heading,
  field: keyof typeof TEXT_CHECKS,
  prompt: string,
  value: string,
  answered: (text: string) => Assumer,
  validate: (text: string) => string | undefined = TEXT_CHECKS[field],
): Promise<Assumer | Back> {
  const text = await ask({ heading, prompt, value, validate });
  return text === BACK ? BACK : answered(text);
}

async function askKey(user: AssumerOf<'user'>, heading: Heading): Promise<Assumer | Back> {
  const accessKey = await pick<KeyWish>({
    heading,
    placeholder: l10n.t('An access key for the user?'),
    choices: [
      {
        label: `$(key) ${l10n.t('Make One Unless the User Has One')}`,
        detail: l10n.t('It becomes a profile here. AWS tells its secret once, to this window alone.'),
        value: 'first',
      },
      {
        label: `$(add) ${l10n.t('Make Another One')}`,
        detail: l10n.t('A user can have two.'),
        value: 'another',
      },
      { label: `$(circle-slash) ${l10n.t('None')}`, detail: l10n.t('The user has credentials already.'), value: 'no' },
    ],
    active: (value) => value === user.accessKey,
  });
  return accessKey === BACK ? BACK : { ...user, accessKey };
}

async function askMfa(from: AssumerOf<'account'>, heading: Heading): Promise<Assumer | Back> {
  const mfa = await pick<boolean>({
    heading,
    placeholder: l10n.t('Must there be MFA?'),
    choices: [
      {
        label: l10n.t('Without MFA'),
        detail: l10n.t('Programs and other services can assume it as well.'),
        value: false,
      },
      {
        label: l10n.t('With MFA Alone'),
        detail: l10n.t('People with a device: aws:MultiFactorAuthPresent.'),
        value: true,
      },
    ],
    active: (value) => value === from.mfa,
  });
  return mfa === BACK ? BACK : { ...from, mfa };
}

/** Of the account's, where they can be listed; else, and for one that is yet to be made, it is typed. */
async function chooseProvider(
  heading: Heading,
  field: 'samlProvider' | 'openIdProvider',
  value: string,
  list: () => Promise<IamRead<readonly string[]>> | undefined,
): Promise<string | Back> {
  const read = await list();
  const arns = read?.kind === 'found' ? read.value : [];
  const typed = '';
  const chosen =
    arns.length === 0
      ? typed
      : await pick<string>({
          heading,
          placeholder: l10n.t('The identity provider in this account'),
          choices: [
            ...arns.map((arn) => ({ label: arn.slice(arn.indexOf('/') + 1), description: arn, value: arn })),
            { label: `$(edit) ${l10n.t('Type Its ARN…')}`, alwaysShow: true, value: typed },
          ],
          active: (arn) => arn === value,
        });
  if (chosen !== typed) {
    return chosen;
  }
  return ask({
    heading,
    prompt: l10n.t('The ARN of the identity provider in this account'),
    value,
    validate: (text) => TEXT_CHECKS[field](text),
  });
}
