import type { DifferenceName } from './differences.js';
import type { WayDifferenceName } from './way.js';

/**
 * Files and variables, and a profile to be somebody with. In all texts `<name>` stands for what the world says it is:
 * see `World.words`.
 */
export interface Case {
  readonly what: string;
  /** ~/.aws/config */
  readonly config?: string;
  /** ~/.aws/credentials; default: keys of anna in [base]. */
  readonly credentials?: string;
  /** Beside AWS_ENDPOINT_URL, a region and no instance metadata; undefined takes one of those away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: dev. */
  readonly profile?: string;
  /** Whether somebody types the MFA code of the user in `<mfaId>`. */
  readonly mfa?: true;
  /** Set where only this version of the AWS CLI knows what the case is about. */
  readonly onlyIn?: 1;
  /** Further files, by path below the home folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** In which a file is written, by its path below the home folder; default UTF-8. */
  readonly encodings?: Readonly<Record<string, BufferEncoding>>;
  /** Named pipes, by path below the home folder. */
  readonly pipes?: readonly string[];
  /** What the home folder is called. */
  readonly homeName?: string;
  /** Set where the extension does something else on purpose. */
  readonly difference?: DifferenceName;
  /** Set where it goes another way there on purpose. */
  readonly way?: WayDifferenceName;
  /** Set where AWS refuses: before that, both must have asked it the same. */
  readonly asked?: true;
  /** The ARN, or "refuses", where an AWS CLI may be unable to tell. */
  readonly expected?: string;
}

export const ACCOUNT = '123456789012';

export const arn = (role: string, partition = 'aws'): string => `arn:${partition}:iam::${ACCOUNT}:role/${role}`;

/** The lines of keys that the sandbox gives this user. */
export const keys = (user: string): string =>
  `aws_access_key_id = ${accessKeyId(user)}\naws_secret_access_key = ${secretAccessKey(user)}\n`;

export const accessKeyId = (user: string): string => `AKIA${user.toUpperCase()}`.padEnd(20, '0');

export const secretAccessKey = (user: string): string => `${user}/NotARealSecretKey`.padEnd(40, 'x');

/** A profile of the config file. */
export const profile = (name: string, ...lines: readonly string[]): string =>
  `[profile ${name}]\n${lines.map((line) => `${line}\n`).join('')}`;

/** The profile dev, with a role. */
export const dev = (...lines: readonly string[]): string => profile('dev', `role_arn = ${arn('dev')}`, ...lines);
