import * as l10n from '../base/l10n.js';
import { dnsSuffix, partitionOfRegion } from '../model/partition.js';

export const CONTAINER_TOOLS = ['docker', 'podman', 'finch', 'nerdctl'] as const;
/** What `aws codeartifact login --tool` takes; swift only in newer ones than the AWS CLI 2.9. */
export const PACKAGE_TOOLS = ['npm', 'pip', 'twine', 'dotnet', 'nuget', 'swift'] as const;

type ContainerTool = (typeof CONTAINER_TOOLS)[number];
type PackageTool = (typeof PACKAGE_TOOLS)[number];

/** What is to be logged in to, in the user's words. */
export type Login =
  | { readonly kind: 'ecr'; readonly tool: ContainerTool; readonly account: string; readonly region: string }
  | { readonly kind: 'ecr-public'; readonly tool: ContainerTool }
  | {
      readonly kind: 'code-artifact';
      readonly tool: PackageTool;
      readonly domain: string;
      /** The account that has the domain. */
      readonly owner: string;
      readonly repository: string;
      readonly region: string;
    }
  | {
      readonly kind: 'eks';
      readonly cluster: string;
      /** Of the context in the kubeconfig; empty: the AWS CLI takes the cluster's ARN. */
      readonly alias: string;
      readonly region: string;
    };

export type LoginField = 'account' | 'owner' | 'region' | 'domain' | 'repository' | 'cluster' | 'alias';

interface Rule {
  readonly pattern: RegExp;
  readonly message: () => string;
}

const ACCOUNT: Rule = { pattern: /^\d{12}$/, message: () => l10n.t('An account is 12 digits.') };

/**
 * As AWS has them (ECR, RegistryId; CodeArtifact, AccountId, DomainName and RepositoryName; EKS, ClusterName). None has a
 * character that any shell takes for its own, nor begins like an option.
 */
const RULES: Readonly<Record<LoginField, Rule>> = {
  account: ACCOUNT,
  owner: ACCOUNT,
  region: {
    pattern: /^[a-z][a-z\d]*(-[a-z\d]+)+$/,
    message: () => l10n.t('A region is a name such as eu-west-1.'),
  },
  domain: {
    pattern: /^[a-z][a-z\d-]{0,48}[a-z\d]$/,
    message: () =>
      l10n.t(
        'A domain has 2 to 50 lower-case letters, digits and hyphens, begins with a letter, and does not end with a hyphen.',
      ),
  },
  repository: {
    pattern: /^[A-Za-z\d][\w.-]{1,99}$/,
    message: () =>
      l10n.t(
        'A repository has 2 to 100 letters, digits, dots, underscores and hyphens, and begins with a letter or a digit.',
      ),
  },
  cluster: {
    pattern: /^[A-Za-z\d][\w-]{0,99}$/,
    message: () =>
      l10n.t('A cluster has 1 to 100 letters, digits, hyphens and underscores, and begins with a letter or a digit.'),
  },
  alias: {
    pattern: /^([A-Za-z\d][\w.:/-]{0,252})?$/,
    message: () =>
      l10n.t(
        'An alias is typed as it is: letters, digits and . _ : / - alone, and a letter or a digit first. Without one, the context is called by the ARN of the cluster.',
      ),
  },
};

/**
 * What is wrong with a value.
 * @param partition the session's
 */
export function loginProblem(field: LoginField, value: string, partition: string): string | undefined {
  const { pattern, message } = RULES[field];
  if (!pattern.test(value)) {
    return message();
  }
  const other = field === 'region' ? partitionOfRegion(value) : undefined;
  return other === undefined || other === partition
    ? undefined
    : l10n.t('The session is of the partition {0}, and {1} of {2}.', partition, value, other);
}

/** ECR Public is in no other partition. */
export function hasPublicRegistry(partition: string): boolean {
  return partition === 'aws';
}

export type LoginCommand =
  | { readonly kind: 'command'; readonly line: string }
  | { readonly kind: 'problem'; readonly field: LoginField; readonly message: string };

/**
 * One line that bash, zsh, fish, PowerShell and cmd take alike, without anything secret: what it fetches goes from one
 * program to the other.
 */
export function loginCommand(login: Login, partition: string): LoginCommand {
  for (const [field, value] of fieldsOf(login)) {
    const message = loginProblem(field, value, partition);
    if (message !== undefined) {
      return { kind: 'problem', field, message };
    }
  }
  return { kind: 'command', line: lineOf(login, partition) };
}

function fieldsOf(login: Login): readonly (readonly [LoginField, string])[] {
  switch (login.kind) {
    case 'ecr':
      return fields(login, 'account', 'region');
    case 'ecr-public':
      return [];
    case 'code-artifact':
      return fields(login, 'domain', 'owner', 'repository', 'region');
    case 'eks':
      return fields(login, 'cluster', 'alias', 'region');
  }
}

function fields<F extends LoginField>(login: Readonly<Record<F, string>>, ...names: readonly F[]) {
  return names.map((name) => [name, login[name]] as const);
}

function lineOf(login: Login, partition: string): string {
  switch (login.kind) {
    case 'ecr': {
      const { account, region, tool } = login;
      const registry = `${account}.dkr.ecr.${region}.${dnsSuffix(partition)}`;
      return `aws ecr get-login-password --region ${region} | ${containerLogin(tool)} ${registry}`;
    }
    case 'ecr-public': // its API is in one region (ECR Public, Service endpoints)
      return `aws ecr-public get-login-password --region us-east-1 | ${containerLogin(login.tool)} public.ecr.aws`;
    case 'code-artifact': {
      const { tool, domain, owner, repository, region } = login;
      const where = `--domain ${domain} --domain-owner ${owner} --repository ${repository} --region ${region}`;
      return `aws codeartifact login --tool ${tool} ${where}`;
    }
    case 'eks': {
      const { cluster, alias, region } = login;
      const as = alias === '' ? '' : ` --alias ${alias}`;
      return `aws eks update-kubeconfig --name ${cluster} --region ${region}${as}`;
    }
  }
}

function containerLogin(tool: ContainerTool): string {
  return `${tool} login --username AWS --password-stdin`;
}
