import type { KeyWish, SetupAnswers, WantedInline } from './answers.js';
import { policyText, roleArn, trustStatement, userArn, type WrittenObject } from './trust.js';

export interface WantedUser {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly accessKey: KeyWish;
  /** By which the user may assume the role. */
  readonly policy: WantedInline;
}

export interface WantedRole {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  /** What its trust policy must allow. */
  readonly trusts: WrittenObject;
  /** The trust policy of a role that is new: JSON text. */
  readonly trust: string;
  readonly description: string | undefined;
  /** Seconds. */
  readonly maxSessionDuration: number | undefined;
  readonly boundary: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  readonly attached: readonly string[];
  readonly inline: WantedInline | undefined;
}

/** What there is to be once the role is set up. */
export interface WantedSetup {
  readonly user: WantedUser | undefined;
  readonly role: WantedRole;
}

export function wantedSetup(answers: SetupAnswers): WantedSetup {
  const { assumer, name, path, description, maxSessionDuration, boundary, tags, inline } = answers;
  const arn = roleArn(answers);
  const trusts = trustStatement(answers);
  return {
    user:
      assumer.kind !== 'user'
        ? undefined
        : {
            ...{ name: assumer.name, path: assumer.path, arn: userArn(answers, assumer), accessKey: assumer.accessKey },
            policy: {
              name: `assume-${name}`,
              document: policyText([{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn }]),
            },
          },
    role: {
      ...{
        name,
        path,
        arn,
        trusts,
        trust: policyText([trusts]),
        description,
        maxSessionDuration,
        boundary,
        tags,
        inline,
      },
      attached: [...new Set(answers.attached)],
    },
  };
}
