// What is typed in a terminal to log in to other services, and what is not.
import { describe, expect, it } from 'vitest';
import {
  hasPublicRegistry,
  loginCommand,
  loginProblem,
  type Login,
  type LoginField,
} from '../../../src/logins/loginCommands.js';

const ECR: Login = { kind: 'ecr', tool: 'docker', account: '012345678901', region: 'eu-west-1' };
const PACKAGES: Login = {
  ...{ kind: 'code-artifact', tool: 'npm', domain: 'my-domain', owner: '123456789012' },
  ...{ repository: 'Shared.Repo_1-x', region: 'eu-west-1' },
};
const EKS: Login = { kind: 'eks', cluster: 'Prod_1-a', alias: '', region: 'us-west-2' };

describe('a command', () => {
  it.each<[string, Login, string, string]>([
    [
      'logs docker in',
      ECR,
      'aws',
      'aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin 012345678901.dkr.ecr.eu-west-1.amazonaws.com',
    ],
    [
      'logs podman in in China',
      { ...ECR, tool: 'podman', region: 'cn-north-1' },
      'aws-cn',
      'aws ecr get-login-password --region cn-north-1 | podman login --username AWS --password-stdin 012345678901.dkr.ecr.cn-north-1.amazonaws.com.cn',
    ],
    [
      'logs finch in in the European Sovereign Cloud',
      { ...ECR, tool: 'finch', region: 'eusc-de-east-1' },
      'aws-eusc',
      'aws ecr get-login-password --region eusc-de-east-1 | finch login --username AWS --password-stdin 012345678901.dkr.ecr.eusc-de-east-1.amazonaws.eu',
    ],
    [
      'logs nerdctl in to the public registry',
      { kind: 'ecr-public', tool: 'nerdctl' },
      'aws',
      'aws ecr-public get-login-password --region us-east-1 | nerdctl login --username AWS --password-stdin public.ecr.aws',
    ],
    [
      'logs npm in',
      PACKAGES,
      'aws',
      'aws codeartifact login --tool npm --domain my-domain --domain-owner 123456789012 --repository Shared.Repo_1-x --region eu-west-1',
    ],
    ['adds a cluster', EKS, 'aws', 'aws eks update-kubeconfig --name Prod_1-a --region us-west-2'],
    [
      'adds a cluster by a name',
      { ...EKS, alias: 'prod/eu:1' },
      'aws',
      'aws eks update-kubeconfig --name Prod_1-a --region us-west-2 --alias prod/eu:1',
    ],
  ])('%s', (_, login, partition, line) => {
    expect(loginCommand(login, partition)).toEqual({ kind: 'command', line });
  });

  it.each<[Login, LoginField]>([
    [{ ...ECR, account: '12345678901' }, 'account'],
    [{ ...ECR, region: 'eu-west-1;id' }, 'region'],
    [{ ...PACKAGES, domain: 'D' }, 'domain'],
    [{ ...PACKAGES, owner: '' }, 'owner'],
    [{ ...PACKAGES, repository: '-x' }, 'repository'],
    [{ ...PACKAGES, region: '' }, 'region'],
    [{ ...EKS, cluster: '$(id)' }, 'cluster'],
    [{ ...EKS, alias: 'a b' }, 'alias'],
    [{ ...EKS, region: 'cn-north-1' }, 'region'],
  ])('is none of %j', (login, field) => {
    const result = loginCommand(login, 'aws');
    expect(result).toMatchObject({ kind: 'problem', field });
    expect(result).not.toHaveProperty('line');
  });
});

describe('a value', () => {
  const FINE: readonly (readonly [LoginField, readonly string[]])[] = [
    ['account', ['000000000000']],
    ['region', ['us-east-1', 'us-gov-west-1', 'local-1', 'eu-isoe-west-1']],
    ['domain', ['ab', 'a-1', `a${'b'.repeat(49)}`]],
    ['repository', ['ab', '0.', `a${'_'.repeat(99)}`]],
    ['cluster', ['a', '0-_', 'c'.repeat(100)]],
    ['alias', ['', 'a', 'arn:aws:eks:eu-west-1:123456789012:cluster/x', 'a'.repeat(253)]],
  ];
  it.each(FINE)('of %s is taken', (field, values) => {
    const partition = (value: string) =>
      value.includes('gov') ? 'aws-us-gov' : value.includes('iso') ? 'aws-iso-e' : 'aws';
    expect(values.map((value) => loginProblem(field, value, partition(value)))).toEqual(values.map(() => undefined));
  });

  const WRONG: readonly (readonly [LoginField, RegExp, readonly string[]])[] = [
    ['account', /^An account is 12 digits\.$/, ['', '1234567890123', '12345678901a', '123456789012\n']],
    ['owner', /^An account is 12 digits\.$/, ['１２３４５６７８９０１２']],
    [
      'region',
      /^A region is a name such as eu-west-1\.$/,
      ['', 'eu', 'EU-west-1', 'eu-west-1-', '-eu-west-1', 'eu--west'],
    ],
    ['domain', /^A domain has 2 to 50 /, ['', 'a', 'Ab', '1a', 'a-', 'a_b', `a${'b'.repeat(50)}`]],
    ['repository', /^A repository has 2 to 100 /, ['', 'a', '.a', '_a', 'a/b', `a${'b'.repeat(100)}`]],
    ['cluster', /^A cluster has 1 to 100 /, ['', '-a', '_a', 'a.b', 'c'.repeat(101)]],
    ['alias', /^An alias is typed as it is/, ['-a', '@a', '/a', 'é', 'a'.repeat(254)]],
  ];
  it.each(WRONG)('of %s is refused: %s', (field, message, values) => {
    for (const value of values) expect(loginProblem(field, value, 'aws'), value).toMatch(message);
  });

  it('is none that a shell would take for its own', () => {
    const hostile = Array.from(' \t\n\'"`$&|;<>()[]{}*?!#~^%\\=,+');
    for (const field of FINE.map(([name]) => name)) {
      for (const character of hostile) {
        expect(loginProblem(field, `ab${character}cd`, 'aws'), `${field} ${character}`).toBeDefined();
      }
    }
  });

  it('of a region is one of the session’s partition, as far as it is any’s', () => {
    expect(loginProblem('region', 'cn-north-1', 'aws')).toBe(
      'The session is of the partition aws, and cn-north-1 of aws-cn.',
    );
    expect(loginProblem('region', 'my-region-x', 'aws')).toBeUndefined();
  });
});

it('the public registry is in one partition', () => {
  expect([hasPublicRegistry('aws'), hasPublicRegistry('aws-cn')]).toEqual([true, false]);
});
