import { describe, expect, it } from 'vitest';
import {
  findConflicts,
  readExports,
  shellKind,
  unsetCommand,
} from '../../../../src/terminals/environment/conflicts.js';
import { sessionVariables } from '../../../../src/terminals/environment/sessionVariables.js';
import { liveSession } from '../../../support/samples.js';

const variables = sessionVariables(liveSession());
const given = new Map([...variables.keys()].map((name) => [name, 'placeholder']));
const untouched = [...given].map(([name, value]) => `${name}=${value}`);
const exported = (...lines: string[]) => readExports(['noise', '@@', ...lines].join('\n'), '@@', given);

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
    expect(findConflicts(exported(...untouched, ...lines), variables, integrated)).toEqual({ toUnset, inTheWay });
  });

  it('old keys are in the way only where the session’s are not applied again', () => {
    const lines = untouched.filter((line) => !/^AWS_(ACCESS_KEY_ID|SECURITY_TOKEN)=/.test(line));
    const exports = exported(...lines, 'AWS_ACCESS_KEY_ID=AKIAOLD', 'AWS_SECURITY_TOKEN=old');
    expect(findConflicts(exports, variables, true).inTheWay).toEqual([]);
    expect(findConflicts(exports, variables, false).inTheWay).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_SECURITY_TOKEN']);
  });

  it('what the probe returns holds no value of a key', () => {
    const exports = exported('AWS_SECRET_ACCESS_KEY=old-secret');
    expect(JSON.stringify([exports.overriding, [...exports.selecting]])).not.toContain('old-secret');
  });
});

describe('shells', () => {
  it.each([
    ['/bin/bash', 'bash', 'unset AWS_PROFILE AWS_DEFAULT_PROFILE'],
    ['/usr/bin/zsh', 'zsh', 'unset AWS_PROFILE AWS_DEFAULT_PROFILE'],
    ['/opt/fish', 'fish', 'set -e AWS_PROFILE AWS_DEFAULT_PROFILE'],
    ['C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'other', undefined],
    ['/bin/dash', 'other', undefined],
  ])('%s', (path, kind, command) => {
    expect(shellKind(path)).toBe(kind);
    expect(unsetCommand(shellKind(path), ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'])).toBe(command);
  });
});
