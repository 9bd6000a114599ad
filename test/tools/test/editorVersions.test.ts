import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RELEASES } from '../codeServer.js';
import { chosenVersion, minorOf, onDesktop, oldestVsCode } from '../editorVersions.js';
import { ROOT } from '../environment.js';

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
/** code-server counts its major version as 4 where VS Code's is 1. */
const vsCodeIn = (codeServer: string): string => minorOf(codeServer.replace(/^4\./, '1.'));

describe('the oldest editor', () => {
  it('is the one that the manifest promises to run in', () => {
    expect(vsCodeIn(RELEASES.oldest.codeServer)).toBe(minorOf(oldestVsCode()));
  });

  it('is the one whose API the code is compiled for', () => {
    expect(minorOf(manifest.devDependencies['@types/vscode'] ?? '')).toBe(minorOf(oldestVsCode()));
  });

  it('is named by its first release, as desktop editors are downloaded', () => {
    expect(oldestVsCode()).toMatch(/^1\.\d+\.0$/);
  });

  it('runs on the platforms that the newest one runs on', () => {
    expect(Object.keys(RELEASES.oldest.node)).toEqual(Object.keys(RELEASES.newest.node));
  });
});

describe('the editor that a run is for', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    [undefined, undefined, 'newest'],
    ['', undefined, 'newest'],
    ['oldest', undefined, 'oldest'],
    ['oldest', 'newest', 'newest'],
    ['newest', 'oldest', 'oldest'],
  ])('with the variable %s and the argument %s is the %s', (variable, argument, version) => {
    vi.stubEnv('ROLE_SESSIONS_TEST_VERSION', variable);
    expect(chosenVersion(argument)).toBe(version);
  });

  it.each([
    ['desktop', true],
    ['server', false],
    ['', process.platform !== 'linux'],
  ])('with ROLE_SESSIONS_TEST_EDITOR=%s is on the desktop: %s', (variable, expected) => {
    vi.stubEnv('ROLE_SESSIONS_TEST_EDITOR', variable);
    expect(onDesktop()).toBe(expected);
  });

  it('is not guessed', () => {
    expect(() => chosenVersion('1.99.0')).toThrow('There is no 1.99.0 editor: say newest or oldest.');
  });
});
