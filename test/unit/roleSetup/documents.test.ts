// The template and the configuration have what the calls of the plan make, one by one.
import fc from 'fast-check';
import { parseToObject } from 'hcl2-parser';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SetupAnswers } from '../../../src/roleSetup/answers.js';
import type { Existing } from '../../../src/roleSetup/differences.js';
import { cloudFormationTemplate } from '../../../src/roleSetup/documents/cloudFormation.js';
import { declared } from '../../../src/roleSetup/documents/declared.js';
import { terraformConfiguration } from '../../../src/roleSetup/documents/terraform.js';
import { planSetup } from '../../../src/roleSetup/plan.js';
import { wantedSetup } from '../../../src/roleSetup/wanted.js';
import { found, HOME, iamRole, iamUser, NOTHING_THERE, TUTORIAL_ANSWERS, TUTORIAL_WANTED } from './samples.js';

const FULL: SetupAnswers = {
  ...TUTORIAL_ANSWERS,
  ...{ path: '/team/', description: 'a "b" ${c} %{d} $${e} \\b é', maxSessionDuration: 7200 },
  boundary: `arn:aws:iam::${HOME.account}:policy/edge`,
  tags: new Map([['team', '${x}']]),
  inline: {
    name: 'more',
    document:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a/${aws:username}/%{x}"}]}',
  },
};

function described(answers: SetupAnswers, existing: Existing = NOTHING_THERE) {
  const wanted = wantedSetup(answers);
  const plan = planSetup(wanted, existing);
  return { wanted, plan, declared: declared(wanted, existing, plan) };
}

type Fields = Record<string, unknown>;

/** Calls as they would be, of a template whose references are put in. */
function callsOfTemplate(text: string, arns: Readonly<Record<string, string>>) {
  const template = parse(text) as {
    Parameters: Record<string, { Default: string }>;
    Resources: Record<string, { Type: string; Properties: Fields }>;
  };
  const names: Record<string, string> = {
    ...Object.fromEntries(Object.entries(template.Parameters).map(([name, each]) => [name, each.Default])),
    ...{ User: template.Parameters['UserName']?.Default ?? '', Role: template.Parameters['RoleName']!.Default },
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
    if (Ref !== undefined) return names[Ref];
    if (attribute !== undefined) return arns[attribute[0]];
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each)]));
  };
  return Object.values(template.Resources).flatMap(({ Type, Properties }) => {
    const { ManagedPolicyArns = [], Path, ...input } = resolve(Properties) as Fields & { ManagedPolicyArns?: string[] };
    const whole = { ...input, ...(Path !== undefined && Path !== '/' && { Path }) };
    const actions: Record<string, string> = {
      'AWS::IAM::User': 'CreateUser',
      'AWS::IAM::Role': 'CreateRole',
      'AWS::IAM::UserPolicy': 'PutUserPolicy',
      'AWS::IAM::RolePolicy': 'PutRolePolicy',
    };
    return [
      { action: actions[Type], input: whole },
      ...ManagedPolicyArns.map((PolicyArn) => ({
        action: 'AttachRolePolicy',
        input: { RoleName: input['RoleName'], PolicyArn },
      })),
    ];
  });
}

const parsed = (input: Fields): Fields =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      name.endsWith('Document') ? (JSON.parse(value as string) as unknown) : value,
    ]),
  );

const sorted = (calls: readonly { action: string | undefined; input: Fields }[]) =>
  [...calls].sort((a, b) => (`${a.action}` < `${b.action}` ? -1 : 1));

describe('CloudFormation', () => {
  it.each([
    ['the tutorial', TUTORIAL_ANSWERS],
    ['all there may be', FULL],
  ])('has what the calls make: %s', (_, answers) => {
    const { wanted, plan, declared } = described(answers);
    const calls = callsOfTemplate(cloudFormationTemplate(declared), { User: wanted.user!.arn, Role: wanted.role.arn });
    const made = plan.steps.map(({ call }) => ({
      action: call.action,
      input: parsed(call.input as unknown as Fields),
    }));
    expect(sorted(calls)).toEqual(sorted(made.filter(({ action }) => action !== 'CreateAccessKey')));
  });

  it('says what it takes, and what is to be imported', () => {
    const fresh = cloudFormationTemplate(described(TUTORIAL_ANSWERS).declared);
    expect(fresh).toContain('CAPABILITY_NAMED_IAM');
    expect(fresh).not.toContain('AccessKey"');
    expect(fresh).not.toContain('Import them');
    const partly = { ...NOTHING_THERE, user: found(iamUser()) };
    expect(cloudFormationTemplate(described(TUTORIAL_ANSWERS, partly).declared)).toContain('There already: User.');
  });
});

/** Expressions stay `${…}`. */
function terraform(text: string) {
  const [result] = (parseToObject as (text: string) => [Fields | undefined])(text);
  expect(result).toBeDefined();
  return result as { resource: Record<string, Record<string, [Fields]>>; import?: Fields[] };
}

/** The document of a jsonencode expression, its references put in. */
function encodedIn(value: unknown, references: Readonly<Record<string, string>>): unknown {
  const inner = /^\$\{jsonencode\(([\s\S]*)\)\}$/.exec(value as string)?.[1] ?? '';
  const json = Object.entries(references)
    .reduce((all, [name, arn]) => all.replaceAll(name, JSON.stringify(arn)), inner)
    .replace(/^(\s*"[^"]*") = /gm, '$1: ')
    .replace(/([}\]"])\n(?=\s*")/g, '$1,\n')
    .replace(/,(?=\s*[\]}])/g, '')
    .replace(/([$%])\1\{/g, '$1{');
  return JSON.parse(json) as unknown;
}

describe('Terraform', () => {
  it.each([
    ['the tutorial', TUTORIAL_ANSWERS],
    ['all there may be', FULL],
  ])('has what the calls make: %s', (_, answers) => {
    const { wanted, declared } = described(answers);
    const text = terraformConfiguration(declared);
    const { resource } = terraform(text);
    const references = { 'aws_iam_user.caller.arn': wanted.user!.arn, 'aws_iam_role.role.arn': wanted.role.arn };
    expect(Object.keys(resource).sort()).toEqual(
      [
        'aws_iam_role',
        'aws_iam_role_policy_attachment',
        'aws_iam_user',
        'aws_iam_user_policy',
        ...(answers.inline ? ['aws_iam_role_policy'] : []),
      ].sort(),
    );
    expect(resource['aws_iam_user']!['caller']![0]).toMatchObject({ name: wanted.user!.name, path: '/' });
    const role = resource['aws_iam_role']!['role']![0];
    expect(role).toMatchObject({ name: wanted.role.name, path: wanted.role.path });
    expect(encodedIn(role['assume_role_policy'], references)).toEqual(JSON.parse(wanted.role.trust));
    expect(encodedIn(resource['aws_iam_user_policy']!['assume']![0]['policy'], references)).toEqual(
      JSON.parse(wanted.user!.policy.document),
    );
    expect(resource['aws_iam_role_policy_attachment']!['policy_1']![0]['policy_arn']).toBe(wanted.role.attached[0]);
    expect(text).not.toContain('resource "aws_iam_access_key"');
    if (answers.inline) {
      expect(encodedIn(resource['aws_iam_role_policy']!['role']![0]['policy'], references)).toEqual(
        JSON.parse(answers.inline.document),
      );
      expect(role).toMatchObject({ max_session_duration: 7200, permissions_boundary: answers.boundary });
    }
  });

  it('takes any text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (description) => {
        const text = terraformConfiguration(described({ ...TUTORIAL_ANSWERS, description }).declared);
        const role = terraform(text).resource['aws_iam_role']!['role']![0];
        expect((role['description'] as string).normalize()).toBe(description.normalize());
      }),
    );
  });

  it('adopts what is there, with all that it has', () => {
    const role = iamRole({ description: 'old', attached: [{ name: 'Other', arn: 'arn:aws:iam::aws:policy/Other' }] });
    const existing = { user: found(iamUser({ inline: [TUTORIAL_WANTED.user!.policy] })), role: found(role) };
    const text = terraformConfiguration(described(TUTORIAL_ANSWERS, existing).declared);
    expect(text.match(/^ {2}to = .*$/gm)?.map((line) => line.slice(7))).toEqual([
      'aws_iam_user.caller',
      'aws_iam_role.role',
      'aws_iam_role_policy_attachment.policy_1',
      'aws_iam_user_policy.assume',
    ]);
    expect(terraform(text).resource['aws_iam_role']!['role']![0]).toMatchObject({ description: 'old' });
  });
});
