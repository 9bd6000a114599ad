import { describe, expect, it } from 'vitest';
import {
  findConflicts,
  probeCommand,
  readExports,
  shellKind,
  terminalBase,
  removalOf,
  unsetCommand,
  type StartUpExports,
} from '../../../../src/terminals/environment/conflicts.js';
import { lentVariables, sessionVariables } from '../../../../src/model/variables/sessionVariables.js';
import { liveSession } from '../../../support/samples.js';

const NOTHING: ReadonlyMap<string, string> = new Map();

const variables = sessionVariables(liveSession());
const given = new Map([...variables.keys()].map((name) => [name, 'placeholder']));
const untouched = [...given].map(([name, value]) => `${name}=${value}`);
const [BEGIN, UNIVERSAL, FUNCTIONS, END] = ['environment', 'universal', 'functions', 'end'].map(
  (name) => `__role_sessions_${name}__`,
);

/** What the probe reads of these lines of the environment. */
function exported(...lines: string[]): StartUpExports {
  const exports = readExports(['noise', BEGIN, ...lines, UNIVERSAL, FUNCTIONS, END, ''].join('\n'), given);
  if (exports === undefined) throw new Error('nothing was read');
  return exports;
}

describe('what start-up files put in the way', () => {
  it.each([
    ['nothing', [], true, [], []],
    ['a profile', ['AWS_PROFILE=dev'], true, ['AWS_PROFILE'], []],
    [
      'both names of a profile',
      ['AWS_PROFILE=dev', 'AWS_DEFAULT_PROFILE=dev'],
      true,
      ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'],
      [],
    ],
    ['an empty profile', ['AWS_PROFILE='], true, [], []],
    [
      'an endpoint that is not the session’s',
      ['AWS_ENDPOINT_URL_S3=http://elsewhere'],
      true,
      ['AWS_ENDPOINT_URL_S3'],
      [],
    ],
    ['a profile that nothing can remove', ['AWS_PROFILE=dev'], false, [], ['AWS_PROFILE']],
  ])('%s', (_, lines, integrated, toUnset, inTheWay) => {
    expect(findConflicts(exported(...untouched, ...lines), variables, integrated, NOTHING)).toEqual({
      toUnset,
      inTheWay,
    });
  });

  it('what the session has itself selects for it', () => {
    const own = new Map([...variables, ['AWS_ENDPOINT_URL_S3', 'http://own']]);
    const exports = exported(...untouched, 'AWS_ENDPOINT_URL_S3=http://own', 'AWS_ENDPOINT_URL=http://other');
    expect(findConflicts(exports, own, true, NOTHING)).toEqual({ toUnset: ['AWS_ENDPOINT_URL'], inTheWay: [] });
  });

  it('what is none of the session’s is in nobody’s way', () => {
    const exports = {
      selecting: new Map<string, string>(),
      overriding: ['AWS_PAGER', 'AWS_REGION'],
      universal: [],
      hooks: [],
    };
    expect(findConflicts(exports, variables, false, NOTHING).inTheWay).toEqual(['AWS_REGION']);
  });

  it('both are in the way where nothing can be done afterwards', () => {
    const exports = {
      selecting: new Map([['AWS_PROFILE', 'dev']]),
      overriding: ['AWS_REGION'],
      universal: [],
      hooks: [],
    };
    expect(findConflicts(exports, variables, false, NOTHING)).toEqual({
      toUnset: [],
      inTheWay: ['AWS_REGION', 'AWS_PROFILE'],
    });
  });

  it('what fish keeps for all its shells is in the way, and never taken from the user', () => {
    const exports = {
      selecting: new Map([
        ['AWS_PROFILE', 'dev'],
        ['AWS_DEFAULT_PROFILE', 'dev'],
      ]),
      overriding: ['AWS_REGION'],
      universal: ['AWS_PROFILE', 'AWS_ENDPOINT_URL'],
      hooks: [],
    };
    expect(findConflicts(exports, variables, true, NOTHING)).toEqual({
      toUnset: ['AWS_DEFAULT_PROFILE'],
      inTheWay: ['AWS_PROFILE'],
    });
  });

  it.each([
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_ENDPOINT_URL',
    'AWS_ENDPOINT_URL_S3',
    'AWS_ENDPOINT_URL_STS',
    'AWS_ENDPOINT_URL_DYNAMODB',
  ])('%s selects', (name) => {
    expect([...exported(`${name}=x`, 'AWS_PAGER=less').selecting]).toEqual([[name, 'x']]);
  });

  it('what was printed before the last beginning, and lines that are no variable of AWS, say nothing', () => {
    const printed = ['AWS_PROFILE=early', BEGIN, 'AWS_PROFILE=mark', BEGIN, 'MY_AWS_PROFILE=x', 'aws_profile=x'];
    const rest = ['AWS_PROFILE', 'AWS_PROFILEx', 'AWS_REGION=a=b', UNIVERSAL, 'AWS_PAGER', FUNCTIONS, END, ''];
    const exports = readExports([...printed, ...rest].join('\n'), new Map([['AWS_REGION', 'a=b']]));
    expect(exports).toEqual({ selecting: new Map(), overriding: [], universal: [], hooks: [] });
  });

  it('a mark that a shell repeats in its variables is none', () => {
    const lines = ['AWS_PROFILE=dev', `_=${BEGIN}`, `X=${UNIVERSAL}`, `Y=${END}`];
    expect([...exported(...lines).selecting.keys()]).toEqual(['AWS_PROFILE']);
  });

  it('names of universal variables are those that select', () => {
    const lines = [
      BEGIN,
      'AWS_PROFILE=dev',
      UNIVERSAL,
      'AWS_PROFILE',
      'AWS_REGION',
      'fish_greeting',
      FUNCTIONS,
      END,
      '',
    ];
    expect(readExports(lines.join('\n'), new Map())).toEqual({
      selecting: new Map([['AWS_PROFILE', 'dev']]),
      overriding: [],
      universal: ['AWS_PROFILE'],
      hooks: [],
    });
  });

  it.each([
    ['bash', ['declare -f _direnv_hook', 'declare -f _mise_hook', 'declare -f __git_ps1'], ['direnv', 'mise']],
    ['zsh', ['_direnv_hook', '_mise_hook_precmd', '_direnv', 'add-zsh-hook'], ['direnv', 'mise']],
    ['fish', ['__direnv_export_eval', '__direnv_export_eval_2', '__mise_env_eval', 'fish_prompt'], ['direnv', 'mise']],
    ['fish, as for people', ['__mise_env_eval, __shadowenv_hook, fish_prompt'], ['mise', 'shadowenv']],
    ['no shell', ['direnv_hook', 'my_direnv_hook', 'mise'], []],
  ])('programs that act at each prompt are known by their functions in %s', (_, functions, hooks) => {
    const lines = [BEGIN, UNIVERSAL, '_direnv_hook', FUNCTIONS, ...functions, END, ''];
    expect(readExports(lines.join('\n'), new Map())?.hooks).toEqual(hooks);
  });

  it('nothing is read before all of it is there', () => {
    const whole = ['hello', BEGIN, 'AWS_PROFILE=dev', UNIVERSAL, FUNCTIONS, END, ''].join('\n');
    for (let length = 0; length < whole.length; length += 1) {
      expect(readExports(whole.slice(0, length), new Map())).toBeUndefined();
    }
    expect(readExports(whole, new Map())?.selecting.get('AWS_PROFILE')).toBe('dev');
  });

  it('a value is all behind the first equals sign, with the end of line that a file of Windows leaves in it', () => {
    expect([...exported('AWS_PROFILE=a=b\r').selecting]).toEqual([['AWS_PROFILE', 'a=b\r']]);
    expect(exported('AWS_PAGER=less', ...untouched).overriding).toEqual([]);
  });

  it('a variable of the session that is gone was overridden', () => {
    expect(exported(...untouched.slice(1)).overriding).toEqual([[...given.keys()][0]]);
  });

  it('old keys are in the way only where the session’s are not applied again', () => {
    const lines = untouched.filter((line) => !/^AWS_(ACCESS_KEY_ID|SECURITY_TOKEN)=/.test(line));
    const exports = exported(...lines, 'AWS_ACCESS_KEY_ID=AKIAOLD', 'AWS_SECURITY_TOKEN=old');
    expect(findConflicts(exports, variables, true, NOTHING).inTheWay).toEqual([]);
    expect(findConflicts(exports, variables, false, NOTHING).inTheWay).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_SECURITY_TOKEN',
    ]);
  });

  it('what the probe returns holds no value of a key', () => {
    const exports = exported('AWS_SECRET_ACCESS_KEY=old-secret');
    expect(JSON.stringify([exports.overriding, [...exports.selecting]])).not.toContain('old-secret');
  });
});

describe('shells', () => {
  const unset = ' unset AWS_PROFILE AWS_DEFAULT_PROFILE';
  it.each([
    ['/bin/bash', 'bash', unset],
    ['/usr/bin/zsh', 'zsh', unset],
    ['/opt/fish', 'fish', ' set -eg AWS_PROFILE; set -eg AWS_DEFAULT_PROFILE'],
    ['C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'other', undefined],
    ['/bin/sh', 'posix', unset],
    ['/bin/dash', 'posix', unset],
    ['/bin/ash', 'posix', unset],
    ['/bin/ksh', 'posix', unset],
    ['C:\\Program Files\\Git\\bin\\BASH.EXE', 'bash', unset],
    ['bash', 'bash', unset],
    ['gitbash', 'bash', unset],
    ['/bin/bash/', 'other', undefined],
    ['/bin/rbash', 'other', undefined],
    ['', 'other', undefined],
  ])('%s', (path, kind, command) => {
    expect(shellKind(path)).toBe(kind);
    expect(unsetCommand(shellKind(path), ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'])).toBe(command);
  });

  it.each([
    ['bash', 0, 'removed'],
    ['zsh', 1, 'refused'],
    ['posix', 2, 'refused'],
    ['bash', 127, 'refused'],
    ['bash', 128, 'unknown'],
    ['zsh', 130, 'unknown'],
    ['bash', undefined, 'unknown'],
    ['fish', 0, 'removed'],
    ['fish', 4, 'removed'],
    ['fish', 130, 'unknown'],
    ['fish', undefined, 'unknown'],
  ] as const)('the command in %s with exit code %s: %s', (shell, exitCode, removal) => {
    expect(removalOf(shell, exitCode)).toBe(removal);
  });

  it('only fish is asked for universal variables', () => {
    expect(probeCommand('fish')).toContain('set -nUx;');
    for (const kind of ['bash', 'zsh', 'posix'] as const) expect(probeCommand(kind)).not.toContain('set');
  });
});

describe('what a terminal begins with', () => {
  it('is the editor’s environment, as its settings change it', () => {
    const editor = { HOME: '/home/me', AWS_PROFILE: 'dev', AWS_REGION: 'eu-west-1', GONE: undefined };
    const settings = { AWS_PROFILE: null, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: 'http://a', NUMBER: 1 };
    expect(Object.fromEntries(terminalBase(editor, settings))).toEqual({
      HOME: '/home/me',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: 'http://a',
    });
  });
});

describe('what start-up files put in the way of one that asks', () => {
  const lent = lentVariables(liveSession());
  const asked = new Map([...lent.keys()].map((name) => [name, 'placeholder']));
  const read = (...lines: string[]) => {
    const all = [...[...asked].map(([name, value]) => `${name}=${value}`), ...lines];
    return readExports(['noise', BEGIN, ...all, UNIVERSAL, FUNCTIONS, END, ''].join('\n'), asked);
  };

  it('is keys, of which nothing is kept but that they are there', () => {
    const exports = read(
      'AWS_ACCESS_KEY_ID=AKIAOLD',
      'AWS_SECRET_ACCESS_KEY=secret',
      'AWS_SESSION_TOKEN=',
      'AWS_PROFILE=dev',
    );
    expect(exports?.selecting).toEqual(
      new Map([
        ['AWS_ACCESS_KEY_ID', 'set'],
        ['AWS_SECRET_ACCESS_KEY', 'set'],
        ['AWS_SESSION_TOKEN', ''],
        ['AWS_PROFILE', 'dev'],
      ]),
    );
    const conflicts = exports && findConflicts(exports, lent, true, NOTHING);
    expect(conflicts?.toUnset).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']);
  });

  it('is other AWS files than those that the editor has', () => {
    const exports = read('AWS_CONFIG_FILE=/other');
    const of = (base: ReadonlyMap<string, string>) => exports && findConflicts(exports, lent, true, base).toUnset;
    expect([of(NOTHING), of(new Map([['AWS_CONFIG_FILE', '/other']]))]).toEqual([['AWS_CONFIG_FILE'], []]);
  });
});
