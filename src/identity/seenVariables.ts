/** The variables of AWS that an environment has. Of those that may be secrets it is only known whether they are set. */
export interface SeenVariables {
  /** Those that are no secret, with their values; without what addresses have of passwords and paths. */
  readonly values: ReadonlyMap<string, string>;
  /** All others: whether they are set to something, or empty. */
  readonly secrets: ReadonlyMap<string, 'set' | 'empty'>;
  /** AWS_SECURITY_TOKEN is set, and is not what AWS_SESSION_TOKEN is. */
  readonly tokensDiffer: boolean;
}

/** As `ENVIRON` in awk, and here. Whatever is in none of these is taken for a secret. */
const SHOWN =
  '^AWS_((DEFAULT_)?(PROFILE|REGION)|ACCESS_KEY_ID|ROLE_ARN|ROLE_SESSION_NAME|CREDENTIAL_EXPIRATION|EC2_METADATA_DISABLED|IGNORE_CONFIGURED_ENDPOINT_URLS|CA_BUNDLE|[A-Z_]+_FILE|ENDPOINT_URL(_[A-Z0-9_]*)?|CONTAINER_CREDENTIALS_FULL_URI)$';
const SHOWN_PATTERN = new RegExp(SHOWN);
const FULL_URI = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';

export function isSomething({ values, secrets }: SeenVariables, name: string): boolean {
  return (values.get(name) ?? '') !== '' || secrets.get(name) === 'set';
}

/** The names, in the order of the alphabet. */
export function seenNames({ values, secrets }: SeenVariables): readonly string[] {
  return [...values.keys(), ...secrets.keys()].sort();
}

/**
 * Of a whole environment. What may be a secret is not kept.
 * @param environment as Linux has it in `/proc/<pid>/environ`
 */
export function seenInEnvironment(environment: string): SeenVariables {
  const all = new Map(
    environment.split('\0').flatMap((entry): [string, string][] => {
      const equals = entry.indexOf('=');
      return /^AWS_[A-Za-z0-9_]*=/.test(entry) ? [[entry.slice(0, equals), entry.slice(equals + 1)]] : [];
    }),
  );
  const isShown = ([name]: readonly [string, string]) => SHOWN_PATTERN.test(name);
  const security = all.get('AWS_SECURITY_TOKEN') ?? '';
  return {
    values: new Map([...all].filter(isShown).map(([name, value]) => [name, shownValue(name, value)])),
    secrets: new Map([...all].filter((entry) => !isShown(entry)).map(([name, value]) => [name, isSet(value)])),
    tokensDiffer: security !== '' && security !== (all.get('AWS_SESSION_TOKEN') ?? ''),
  };
}

function isSet(value: string): 'set' | 'empty' {
  return value === '' ? 'empty' : 'set';
}

/** Without what addresses have of passwords: `seenCommand` does the same. */
export function shownValue(name: string, value: string): string {
  const printable = value.replace(/[^ -~]/g, '?');
  if (!/_UR[IL]/.test(name)) {
    return printable;
  }
  const address = printable.replace(/[?#].*/, '').replace(/\/\/[^/]*@/, '//');
  return name === FULL_URI ? (/^.*?\/\/[^/]*/.exec(address)?.[0] ?? address) : address;
}

const END = 'AWS variables in this shell:';
const DIFFER = ', and AWS_SECURITY_TOKEN differs from AWS_SESSION_TOKEN';

/** By what a program in another language tells the same, for `readSeen`. */
export const SEEN_FORM = { shown: SHOWN, fullUri: FULL_URI, end: END, differ: DIFFER };

/** awk knows a value from the line after it, which `env` does not; there is nothing here that a shell would read. */
const PROGRAM = [
  'BEGIN{for(n in ENVIRON)if(n~/^AWS_/){c++;v=ENVIRON[n];gsub(/[^ -~]/,"?",v)',
  'if(n~/_UR[IL]/){sub("[?#].*","",v);sub("//[^/]*@","//",v)}',
  `if(n=="${FULL_URI}"&&match(v,"//[^/]*"))v=substr(v,1,RSTART+RLENGTH-1)`,
  `if(n~/${SHOWN}/)print n "=" v;else print n (v==""?" (empty)":" (set)")}`,
  's=ENVIRON["AWS_SECURITY_TOKEN"]"";t=ENVIRON["AWS_SESSION_TOKEN"]""',
  `print "${END} " c+0 (s==""||s==t?"":"${DIFFER}")}`,
].join(';');

/**
 * Prints the variables of AWS that a shell gives its programs, and no secret; the same in bash, zsh, sh and fish. The
 * space before it keeps it out of the history, as with `unsetCommand`. What a command prints in its first milliseconds
 * the editor takes for its prompt's, and tells nobody: hence the sleep.
 */
export const SEEN_COMMAND = ` command sleep 0.1; command awk '${PROGRAM}'`;

const ESCAPES = /\u001b(?:\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\[[0-9;?]*[ -/]*[@-~]|[@-Z\\-_])/g;

/** Reads what the command has printed; undefined where that is not all of it. */
export function readSeen(printed: string): SeenVariables | undefined {
  const lines = printed
    .replace(ESCAPES, '')
    .split('\n')
    .map((line) => line.replaceAll('\r', ''));
  const end = lines.findIndex((line) => line.startsWith(END));
  const [, count, rest] = /^ (\d+)(.*)$/.exec(lines[end]?.slice(END.length) ?? '') ?? [];
  if (count === undefined || (rest !== '' && rest !== DIFFER)) {
    return undefined;
  }
  const values = new Map<string, string>();
  const secrets = new Map<string, 'set' | 'empty'>();
  for (const line of lines.slice(0, end)) {
    const [, name = '', value, state] = /^(AWS_[A-Za-z0-9_]*)(?:=(.*)| \((set|empty)\))$/.exec(line) ?? [];
    if (value !== undefined && SHOWN_PATTERN.test(name)) {
      values.set(name, value);
    } else if (state !== undefined) {
      secrets.set(name, state === 'set' ? 'set' : 'empty');
    }
  }
  const isWhole = values.size + secrets.size === Number(count);
  return isWhole ? { values, secrets, tokensDiffer: rest === DIFFER } : undefined;
}
