import { describe, expect, it } from 'vitest';
import {
  DEBUG_TYPES,
  debugVariables,
  fileVariables,
  variableFiles,
  type DebugRun,
  type DebugVariables,
} from '../../../src/debug/debugVariables.js';

const VARIABLES = new Map([
  ['AWS_ACCESS_KEY_ID', 'ASIA'],
  ['AWS_SESSION_TOKEN', 'token'],
  ['AWS_REGION', 'eu-west-1'],
]);
const ALL = Object.fromEntries(VARIABLES);
/** For node, whatever the editor's environment has: a file of variables may bring a profile, which SDKs take over keys. */
const NODE = { ...ALL, AWS_PROFILE: null, AWS_DEFAULT_PROFILE: null };

const run = (type: string, properties: object = {}): DebugRun => ({
  type,
  name: 'Start',
  request: 'launch',
  ...properties,
});

type Around = Parameters<typeof debugVariables>[2];

function decide(debugged: DebugRun, around: Partial<Around> = {}): DebugVariables {
  return debugVariables(debugged, VARIABLES, { stray: [], platform: 'linux', ...around });
}

/** What is in the `env` or `environment` that the run gets. */
function environment(debugged: DebugRun, around: Partial<Around> = {}): unknown {
  const result = decide(debugged, around);
  return result.kind === 'given' ? (result.run['env'] ?? result.run['environment']) : result.kind;
}

const NO_STRAY = { ofEditor: [], ofFile: [] };

/** What redirects from the session and stays. */
function strayOf(debugged: DebugRun, around: Partial<Around>): unknown {
  const result = decide(debugged, around);
  return result.kind === 'given' ? result.stray : result;
}

const CONSOLES = ['internalConsole', 'integratedTerminal', 'externalTerminal'];

describe('debug runs', () => {
  it.each(['node', 'pwa-node', 'go', 'coreclr', 'clr', 'python', 'debugpy', 'lldb'])(
    '%s gets the variables of the session as env',
    (type) => {
      expect(environment(run(type))).toEqual(type.includes('node') ? NODE : ALL);
    },
  );

  it.each(['cppdbg', 'cppvsdbg'])('%s gets them as a list', (type) => {
    const list = [...VARIABLES].map(([name, value]) => ({ name, value }));
    expect(environment(run(type))).toEqual(list);
    const environmentOfUser = [{ name: 'PORT', value: '1' }, { name: 'AWS_REGION', value: 'eu-west-1' }, null];
    expect(environment(run(type, { environment: environmentOfUser }))).toEqual([...list, { name: 'PORT', value: '1' }]);
  });

  it('all other properties, and the configuration itself, stay as they are', () => {
    const written = run('node', { program: 'a.js', env: { PORT: '1' } });
    const before = structuredClone(written);
    expect(decide(written)).toEqual({
      kind: 'given',
      kept: [],
      stray: NO_STRAY,
      run: { ...before, env: { ...NODE, PORT: '1' } },
    });
    expect(written).toEqual(before);
  });

  it.each(['chrome', 'node-terminal', 'extensionHost', 'toString', ''])('%s is left alone', (type) => {
    expect(decide(run(type))).toEqual({ kind: 'left' });
  });

  it.each(DEBUG_TYPES)('what %s attaches to is left alone', (type) => {
    expect(decide(run(type, { request: 'attach' }))).toEqual({ kind: 'left' });
  });

  it.each([
    ['node', ['given', 'of-terminal', 'given'], ['given', 'of-terminal', 'typed']],
    ['pwa-node', ['given', 'of-terminal', 'given'], ['given', 'of-terminal', 'typed']],
    ['go', ['given', 'of-terminal', 'given'], ['given', 'of-terminal', 'typed']],
    ['java', ['given', 'of-terminal', 'given'], ['given', 'of-terminal', 'typed']],
    ['coreclr', ['given', 'of-terminal', 'given'], ['given', 'of-terminal', 'typed']],
    ['clr', ['given', 'of-terminal', 'given'], ['given', 'of-terminal', 'typed']],
    ['cppvsdbg', ['given', 'of-terminal', 'given'], ['given', 'of-terminal', 'typed']],
    ['python', ['given', 'given', 'given'], ['given', 'given', 'given']],
    ['debugpy', ['given', 'given', 'given'], ['given', 'given', 'given']],
    ['lldb', ['given', 'given', 'given'], ['given', 'given', 'given']],
    ['cppdbg', ['given', 'given', 'given'], ['given', 'given', 'given']],
  ] as const)('%s never has them typed in a terminal', (type, onLinux, onMac) => {
    const kinds = (platform: string) => CONSOLES.map((console) => decide(run(type, { console }), { platform }).kind);
    expect(kinds('linux')).toEqual(onLinux);
    expect(kinds('win32')).toEqual(onLinux);
    expect(kinds('darwin')).toEqual(onMac);
  });

  it('externalConsole is an external terminal', () => {
    expect(decide(run('cppvsdbg', { externalConsole: true }), { platform: 'darwin' }).kind).toBe('typed');
    expect(decide(run('cppvsdbg', { externalConsole: false }), { platform: 'darwin' }).kind).toBe('given');
  });

  it.each([
    ['java', undefined, 'of-terminal'],
    ['java', 'internalConsole', 'given'],
    ['java', 'integratedTerminal', 'of-terminal'],
    ['coreclr', undefined, 'given'],
    ['coreclr', 'integratedTerminal', 'of-terminal'],
  ])('%s runs where its own setting says, %j: %s', (type, consoleSetting, kind) => {
    expect(decide(run(type), { consoleSetting }).kind).toBe(kind);
    expect(decide(run(type, { console: 'internalConsole' }), { consoleSetting }).kind).toBe('given');
  });

  it.each([
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_SECURITY_TOKEN',
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  ])('one that sets %s acts as somebody of its own, and is mixed with nobody', (name) => {
    expect(decide(run('node', { env: { [name]: 'x', PORT: '1' } }))).toEqual({ kind: 'another', names: [name] });
    expect(decide(run('cppdbg', { environment: [{ name, value: 'x' }] }))).toEqual({ kind: 'another', names: [name] });
    expect(decide(run('node', { console: 'integratedTerminal', env: { [name]: 'x' } })).kind).toBe('another');
    expect(decide(run('node', { env: { [name]: null } })).kind).toBe('given');
  });

  it('another variable of AWS that it sets is kept, and told', () => {
    const env = { AWS_REGION: 'us-east-1', AWS_PAGER: '', MY_AWS_PROFILE: 'x' };
    expect(decide(run('go', { env }))).toEqual({
      kind: 'given',
      kept: ['AWS_REGION', 'AWS_PAGER'],
      stray: NO_STRAY,
      run: run('go', { env: { ...ALL, ...env } }),
    });
  });

  it('one that has been given them already gets them again', () => {
    const once = decide(run('node', { env: { PORT: '1' } }), { stray: ['AWS_PROFILE'] });
    expect(once.kind === 'given' && decide(once.run, { stray: ['AWS_PROFILE'] })).toEqual(once);
  });

  it('what redirects from the session is taken away where the debugger can', () => {
    const stray = ['AWS_PROFILE', 'AWS_ENDPOINT_URL_S3'];
    expect(environment(run('node'), { stray })).toEqual({ ...NODE, AWS_ENDPOINT_URL_S3: null });
    expect(environment(run('node', { env: { AWS_ENDPOINT_URL_S3: 'http://a' } }), { stray })).toEqual({
      ...NODE,
      AWS_ENDPOINT_URL_S3: 'http://a',
    });
    expect(environment(run('python'), { stray })).toEqual(ALL);
  });

  it.each(['python', 'debugpy', 'go', 'java', 'coreclr', 'clr', 'lldb', 'cppdbg', 'cppvsdbg'])(
    'what redirects from the session and %s cannot take away is named',
    (type) => {
      const stray = ['AWS_PROFILE', 'AWS_ENDPOINT_URL_S3'];
      const inEditor = run(type, { console: 'internalConsole' });
      expect(strayOf(inEditor, { stray })).toEqual({ ofEditor: stray, ofFile: [] });
      expect(strayOf(inEditor, {})).toEqual(NO_STRAY);
      const own = { AWS_ENDPOINT_URL_S3: 'http://a' };
      const list = Object.entries(own).map(([name, value]) => ({ name, value }));
      const withOwn = { ...inEditor, env: own, environment: list };
      expect(strayOf(withOwn, { stray })).toEqual({ ofEditor: ['AWS_PROFILE'], ofFile: [] });
    },
  );

  describe('with a file of variables', () => {
    const file = new Map([
      ['AWS_PROFILE', 'other'],
      ['AWS_ENDPOINT_URL_S3', 'http://a'],
      ['AWS_PAGER', 'less'],
    ]);
    const inEditor = { console: 'internalConsole' };

    it.each(['python', 'debugpy', 'go', 'java', 'lldb'])(
      'of %s, that has a profile: it stays, which is named',
      (type) => {
        const ofFile = ['AWS_PROFILE', 'AWS_ENDPOINT_URL_S3'];
        expect(strayOf(run(type, inEditor), { file })).toEqual({ ofEditor: [], ofFile });
        expect(strayOf(run(type, inEditor), { file: new Map([['AWS_PROFILE', '']]) })).toEqual(NO_STRAY);
      },
    );

    it('of node, all of it is taken away', () => {
      expect(strayOf(run('node'), { file })).toEqual(NO_STRAY);
      expect(environment(run('node'), { file })).toEqual({ ...NODE, AWS_ENDPOINT_URL_S3: null });
    });

    it.each(['coreclr', 'clr', 'cppdbg', 'cppvsdbg'])(
      'of %s, which wins over what it is given, it is mixed with nobody',
      (type) => {
        expect(decide(run(type), { file })).toEqual({ kind: 'another', names: ['AWS_PROFILE'] });
        const keys = new Map([['AWS_ACCESS_KEY_ID', 'AKIA']]);
        expect(decide(run(type), { file: keys })).toEqual({ kind: 'another', names: ['AWS_ACCESS_KEY_ID'] });
        const region = decide(run(type), { file: new Map([['AWS_REGION', 'us-east-1']]) });
        expect(region).toMatchObject({ kind: 'given', kept: ['AWS_REGION'], stray: NO_STRAY });
      },
    );

    it.each(['node', 'go', 'java', 'coreclr'])(
      'of %s in a terminal, where nothing of ours would win over it',
      (type) => {
        const inTerminal = run(type, { console: 'integratedTerminal' });
        expect(decide(inTerminal, { file })).toEqual({ kind: 'another', names: ['AWS_PROFILE'] });
        expect(decide(inTerminal, { file: new Map([['PORT', '1']]) })).toEqual({ kind: 'of-terminal' });
      },
    );

    it.each([
      ['AWS_PROFILE=dev', 'dev'],
      ['\uFEFFAWS_PROFILE=dev', 'dev'],
      ['  export AWS_PROFILE = "dev" \r\nOTHER=x', 'dev'],
      ["A=1\nAWS_PROFILE='dev'", 'dev'],
      ['AWS_PROFILE=', ''],
      ['# AWS_PROFILE=dev', undefined],
      ['MY_AWS_PROFILE=dev', undefined],
      ['', undefined],
    ])('%j is read', (text, profile) => {
      expect(fileVariables(text).get('AWS_PROFILE')).toBe(profile);
    });

    it.each([
      ['/a/.env', ['/a/.env']],
      [
        ['/a/.env', '/b/.env'],
        ['/a/.env', '/b/.env'],
      ],
      ['', []],
      [undefined, []],
      [[null, 1], []],
    ])('%j names %j', (envFile, files) => expect(variableFiles(run('go', { envFile }))).toEqual(files));
  });

  it.each([
    [{ trace: true }, 'logged'],
    [{ trace: { logFile: '/tmp/x' } }, 'logged'],
    [{ trace: { stdio: true } }, 'logged'],
    [{ trace: { stdio: false, logFile: null } }, 'given'],
    [{ trace: 'verbose' }, 'logged'],
    [{ trace: 'trace' }, 'logged'],
    [{ logToFile: true }, 'logged'],
    [{ logDest: '/tmp/x' }, 'logged'],
    [{ trace: false, logToFile: false, logDest: '' }, 'given'],
    [{ showLog: true, logOutput: 'rpc,dap' }, 'logged'],
    [{ showLog: false, logOutput: 'dap' }, 'given'],
    [{ showLog: true, logOutput: 'rpc' }, 'given'],
    [{ logging: { engineLogging: true } }, 'logged'],
    [{ logging: { trace: 'verbose' } }, 'logged'],
    [{ logging: { traceResponse: true } }, 'logged'],
    [{ logging: { moduleLoad: true, trace: false } }, 'given'],
    [{ trace: null }, 'given'],
    [{ trace: 'error' }, 'given'],
  ])('one with %j is %s', (properties, kind) => {
    expect(decide(run('node', properties)).kind).toBe(kind);
  });

  it.each([[undefined], [null], ['PORT=1'], [[]]])('an env of %j is none', (env) => {
    expect(environment(run('node', { env }))).toEqual(NODE);
  });
});
