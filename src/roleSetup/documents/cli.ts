import { inSingleQuotes } from '../../lending/helper/words.js';
import { callText } from '../callText.js';
import type { SetupStep } from '../plan.js';

/** The steps as a script for sh, in which the AWS CLI makes the same calls. */
export function cliScript(steps: readonly SetupStep[]): string {
  return [
    '#!/bin/sh',
    '# Run it with an AWS CLI that acts as an administrator of the account: sh FILE',
    'set -eu',
    'export AWS_PAGER=',
    ...steps.flatMap((step) => ['', ...commented(callText(step.call)), ...stepLines(step)]),
    '',
  ].join('\n');
}

/** What is in a name cannot end a comment. */
function commented(text: string): readonly string[] {
  return text.split(/[\r\n]+/).map((line) => `# ${line}`);
}

function stepLines({ call, retryOn }: SetupStep): readonly string[] {
  const command = cliCommand(call);
  if (call.action === 'CreateAccessKey') {
    return [
      '# The key and its secret are shown once, on the terminal alone: enter them at `aws configure --profile NAME`.',
      '# Do not redirect this into a file.',
      `${command} --query ${inSingleQuotes('AccessKey.[AccessKeyId,SecretAccessKey]')} --output text`,
    ];
  }
  return retryOn.length === 0
    ? [command]
    : ['# What was just made is not known everywhere at IAM for some seconds.', ...retried(command)];
}

function retried(command: string): readonly string[] {
  return [
    'attempt=1',
    `until ${command}`,
    'do',
    '  [ "$attempt" -lt 6 ] || exit 1',
    '  attempt=$((attempt + 1))',
    '  sleep 5',
    'done',
  ];
}

/** One call as a command for sh. */
function cliCommand({ action, input }: SetupStep['call']): string {
  const values = Object.entries(input) as readonly (readonly [string, unknown])[];
  const start = `aws iam ${kebab(action)}`;
  return values.some(([, value]) => isFetched(value))
    ? `${start} --cli-input-json ${inSingleQuotes(JSON.stringify(input))}`
    : [start, ...values.map(([name, value]) => option(name, value))].join(' ');
}

/** The AWS CLI takes the content of such an address for the value. */
function isFetched(value: unknown): boolean {
  return typeof value === 'string' && /^(fileb?|https?):\/\//.test(value);
}

function option(name: string, value: unknown): string {
  const flag = `--${kebab(name)}`;
  switch (typeof value) {
    case 'boolean':
      return value ? flag : `--no-${kebab(name)}`;
    case 'string':
      return `${flag}${value.startsWith('-') ? '=' : ' '}${word(value)}`;
    default:
      return `${flag} ${word(JSON.stringify(value))}`;
  }
}

function word(text: string): string {
  return /^[\w@%+:,./-]+$/.test(text) ? text : inSingleQuotes(text);
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
