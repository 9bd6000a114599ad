import { describe, expect, it } from 'vitest';
import {
  findConflicts,
  readExports,
  shellKind,
  unsetCommand,
} from '../../../../src/terminals/environment/conflicts.js';
import { sessionVariables } from '../../../../src/model/session/sessionVariables.js';
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

  it('what the session has itself selects for it', () => {
    const own = new Map([...variables, ['AWS_ENDPOINT_URL_S3', 'http://own']]);
    const exports = exported(...untouched, 'AWS_ENDPOINT_URL_S3=http://own', 'AWS_ENDPOINT_URL=http://other');
    expect(findConflicts(exports, own, true)).toEqual({ toUnset: ['AWS_ENDPOINT_URL'], inTheWay: [] });
  });

  it('what is none of the session’s is in nobody’s way', () => {
    const exports = { selecting: new Map<string, string>(), overriding: ['AWS_PAGER', 'AWS_REGION'] };
    expect(findConflicts(exports, variables, false).inTheWay).toEqual(['AWS_REGION']);
  });

  it('both are in the way where nothing can be done afterwards', () => {
    const exports = { selecting: new Map([['AWS_PROFILE', 'dev']]), overriding: ['AWS_REGION'] };
    expect(findConflicts(exports, variables, false)).toEqual({ toUnset: [], inTheWay: ['AWS_REGION', 'AWS_PROFILE'] });
  });

  it.each(['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_STS'])(
    '%s selects',
    (name) => {
      expect([...exported(`${name}=x`, 'AWS_PAGER=less').selecting]).toEqual([[name, 'x']]);
    },
  );

  it('what was printed before the last marker, and lines that are no variable of AWS, say nothing', () => {
    const printed = [
      'AWS_PROFILE=early',
      '@@',
      'AWS_PROFILE=mark',
      '@@',
      'MY_AWS_PROFILE=x',
      'aws_profile=x',
      'AWS_PROFILE',
      'AWS_PROFILEx',
    ];
    const exports = readExports([...printed, 'AWS_REGION=a=b'].join('\n'), '@@', new Map([['AWS_REGION', 'a=b']]));
    expect(exports).toEqual({ selecting: new Map(), overriding: [] });
    const glued = readExports('@@AWS_PROFILE=dev', '@@', new Map());
    expect([...glued.selecting]).toEqual([['AWS_PROFILE', 'dev']]);
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
    ['C:\\Program Files\\Git\\bin\\BASH.EXE', 'bash', 'unset AWS_PROFILE AWS_DEFAULT_PROFILE'],
    ['bash', 'bash', 'unset AWS_PROFILE AWS_DEFAULT_PROFILE'],
    ['/bin/bash/', 'other', undefined],
    ['/bin/rbash', 'other', undefined],
    ['', 'other', undefined],
  ])('%s', (path, kind, command) => {
    expect(shellKind(path)).toBe(kind);
    expect(unsetCommand(shellKind(path), ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'])).toBe(command);
  });
});
