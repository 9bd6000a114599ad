import { describe, expect, it } from 'vitest';
import { parseIni } from '../../../../src/config/files/ini.js';
import { addManaged, managedNames, removeManaged } from '../../../../src/config/write/managedProfiles.js';
import { withSection } from '../../../../src/config/write/profileSection.js';

const COMMAND = '/store/launch --active';
const isOurs = (command: string) => command.startsWith('/store/launch ');
const PROFILE = { name: 'mine', command: COMMAND, region: undefined };
const MARK = '# Written by Role Sessions for AWS. Its command "Remove Managed Profile" takes it away.';

const files = (text: string | undefined, keys?: string) => ({
  config: { file: '/home/me/.aws/config', text },
  credentials: { file: '/home/me/.aws/credentials', text: keys },
});

function added(text: string | undefined, profile = PROFILE as Parameters<typeof addManaged>[1]): string {
  const result = addManaged(files(text), profile, isOurs);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function removed(text: string, name = 'mine'): string {
  const result = removeManaged(files(text), name, isOurs);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

describe('a profile that is added', () => {
  it.each([
    [undefined, `${MARK}\n[profile mine]\ncredential_process = ${COMMAND}\n`],
    ['', `${MARK}\n[profile mine]\ncredential_process = ${COMMAND}\n`],
    ['[a]\nx = 1\n', `[a]\nx = 1\n\n${MARK}\n[profile mine]\ncredential_process = ${COMMAND}\n`],
    ['[a]\nx = 1', `[a]\nx = 1\n\n${MARK}\n[profile mine]\ncredential_process = ${COMMAND}`],
    ['[a]\r\nx = 1\r\n', `[a]\r\nx = 1\r\n\r\n${MARK}\r\n[profile mine]\r\ncredential_process = ${COMMAND}\r\n`],
    ['\uFEFF', `\uFEFF${MARK}\n[profile mine]\ncredential_process = ${COMMAND}\n`],
  ])('to %j stands at its end', (before, after) => {
    expect(added(before)).toBe(after);
  });

  it('has a region where one is known', () => {
    expect(added('', { ...PROFILE, region: 'eu-west-1' })).toMatch(/--active\nregion = eu-west-1\n$/);
  });

  it.each([
    ['alone', `[profile mine]\ncredential_process = /store/launch old\n[b]\n`],
    [
      'with lines of its user',
      `[profile mine]\noutput = json\n; mine\ncredential_process = /store/launch old\n\n# b\n[b]\n`,
    ],
    ['that goes on', `[profile mine]\ncredential_process =\n  /store/launch old\n  # in between\n\n[b]\n`],
    ['without a last line end', `[b]\n[profile mine]\nregion = x\ncredential_process: /store/launch old`],
    ['in quotes', `[profile "mine"]\nCREDENTIAL_PROCESS = /store/launch old`],
  ])('takes the place of its command, %s', (_, before) => {
    const after = added(before, { ...PROFILE, region: 'eu-west-1' });
    const [section] = parseIni(after).sections.filter(({ header }) => header.includes('mine'));
    expect(section?.options.get('credential_process')?.value).toBe(COMMAND);
    expect(section?.options.get('region')?.value).toBe(before.includes('region') ? 'x' : 'eu-west-1');
    const others = (text: string) => text.split('\n').filter((line) => !/launch|process|region|^ /i.test(line));
    expect(others(after)).toEqual(others(before));
  });

  it('that is there already changes nothing', () => {
    const once = added('[a]\nx = 1');
    expect(added(once)).toBe(once);
  });
});

describe('a profile that is removed', () => {
  it('leaves comments that are not its own, and what comes after it', () => {
    const text = `${added('[a]\nx = 1\n')}# of b\n\n[b]\n`;
    expect(removed(text)).toBe('[a]\nx = 1\n# of b\n\n[b]\n');
  });

  it.each([
    ['[profile mine]\ncredential_process = /store/launch x', ''],
    ['# mine\n[profile mine]\ncredential_process = /store/launch x\n\n# b\n[b]', '# mine\n\n# b\n[b]'],
    ['[b]\n[profile mine]\ncredential_process = /store/launch x\nregion = a', '[b]'],
    [`${MARK}\n\n[profile mine]\ncredential_process = /store/launch x\n`, `${MARK}\n\n`],
  ])('by hand written as %j', (before, after) => {
    expect(removed(before)).toBe(after);
  });

  it('is only one of ours', () => {
    const text = '[profile mine]\ncredential_process = other\n';
    expect([managedNames(text, isOurs), removed(text)]).toEqual([[], text]);
    expect(managedNames(`${added(text.replace('mine', 'x'))}\n${text}`, isOurs)).toEqual(['mine']);
  });
});

describe('nothing is written', () => {
  it.each<[string, string, string | undefined, number, string]>([
    [
      'over a profile of somebody else',
      '[a]\n[profile mine]\nregion = x\n',
      undefined,
      2,
      'not managed by this extension',
    ],
    ['over one with another program', '[profile mine]\ncredential_process = vault\n', undefined, 1, 'not managed'],
    [
      'over the second of two',
      '[profile mine]\ncredential_process = /store/launch x\n\n[profile "mine"]\n',
      undefined,
      4,
      'not managed',
    ],
    [
      'where it is there twice',
      '[profile mine]\ncredential_process = /store/launch x\n[profile  mine]\ncredential_process = /store/launch x\n',
      undefined,
      3,
      'there twice',
    ],
    [
      'where the credentials file has keys of that name',
      '',
      '[b]\n\n[mine]\naws_access_key_id = A\n',
      3,
      'as somebody else: [mine]',
    ],
    ['where all profiles inherit a role', '[DEFAULT]\nrole_arn = x\n', undefined, 2, 'as somebody else: role_arn'],
    [
      'where its user has put keys into it',
      '[profile mine]\ncredential_process = /store/launch x\naws_access_key_id = A\n',
      undefined,
      3,
      'as somebody else: aws_access_key_id',
    ],
  ])('%s', (_, config, keys, line, message) => {
    const result = addManaged(files(config, keys), PROFILE, isOurs);
    expect(result).toMatchObject({
      ok: false,
      problem: { place: { line }, message: expect.stringContaining(message) as string },
    });
  });

  it.each([
    [{ unreadable: 'permission denied' }, 'permission denied'],
    [{ damagedAt: 7 }, 'Line 7'],
    [{ refused: { message: 'Which file?', hint: '' } }, 'Which file?'],
  ])('to a file that is not known: %j', (state, message) => {
    const config = { ...files('[a]\n').config, ...state };
    const expected = { ok: false, problem: { message: expect.stringContaining(message) as string } };
    expect(addManaged({ ...files('[a]\n'), config }, PROFILE, isOurs)).toMatchObject(expected);
    expect(removeManaged({ ...files('[a]\n'), config }, 'mine', isOurs)).toMatchObject(expected);
  });

  it('where nobody can know what the credentials file says', () => {
    const credentials = { ...files('').credentials, unreadable: 'permission denied' };
    expect(addManaged({ ...files(''), credentials }, PROFILE, isOurs).ok).toBe(false);
  });
});

const PIECES = [
  ...['[a]', '[profile b]', '[profile "c d"]', '[DEFAULT]', '[open', '[]', ' [x]', '[profile mineral]'],
  ...['x = 1', 'y: 2', '  deep = 3', '\tdeeper', '# comment', '; other', '  # in', 'nothing', '= 4', 'é\uFEFF = ü'],
  ...['', ' ', '\n', '\r\n', '\r', '\n', '\n\n', '\u2028', '\uFEFF', MARK, 'credential_process = /store/launch x'],
];

/** The same each time: xorshift. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

it('whatever stands in a file stands there after adding and removing, byte for byte', () => {
  const random = numbers(20261130);
  const next = (below: number) => Number(random.next().value) % below;
  let written = 0;
  for (let round = 0; round < 5_000; round += 1) {
    const text = Array.from({ length: next(12) }, () => PIECES[next(PIECES.length)]).join(next(2) === 0 ? '' : '\n');
    const result = addManaged(files(text), { ...PROFILE, region: next(2) === 0 ? 'r' : undefined }, isOurs);
    if (!result.ok) continue;
    written += 1;
    expect(result.value.startsWith(text)).toBe(true);
    expect(removed(result.value)).toBe(text);
    expect(result.value).toBe(
      withSection(text, { ...PROFILE, region: result.value.includes('region = r') ? 'r' : undefined }),
    );
  }
  expect(written).toBeGreaterThan(2_500);
});
