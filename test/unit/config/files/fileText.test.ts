import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../../src/base/place.js';
import { at, openFile, placed, whyUnread, type FileText } from '../../../../src/config/files/fileText.js';
import { CONFIG } from '../read.js';

const REFUSED = { message: 'Which file?', hint: 'Name it.' };

function opened(parts: Partial<FileText>) {
  const problems: Problem[] = [];
  const { sections } = openFile({ file: CONFIG, text: undefined, ...parts }, problems);
  const found = sections.map(({ header, problems: own }) => [header, own.map(({ line }) => line)]);
  return { sections: found, problems };
}

describe('one of the AWS files', () => {
  it('has the sections of its text', () => {
    expect(opened({ text: '[a]\nx=1\n[b]\n' })).toEqual({
      sections: [
        ['a', []],
        ['b', []],
      ],
      problems: [],
    });
  });

  it('is none where it is not there, which is no problem', () => {
    expect(opened({})).toEqual({ sections: [], problems: [] });
  });

  it('says what is wrong with it as a whole, and where', () => {
    expect(opened({ text: 'stray\n[a]\n' })).toMatchObject({
      sections: [['a', []]],
      problems: [{ message: 'Line 1 stands before the first section header.', place: at(CONFIG, 1) }],
    });
  });

  it('says why it cannot be read', () => {
    expect(opened({ unreadable: 'permission denied' })).toEqual({
      sections: [],
      problems: [
        {
          message: `${CONFIG} cannot be read: permission denied.`,
          hint: 'Check what it is and who may read it.',
          place: { kind: 'file', file: CONFIG, line: 1 },
        },
      ],
    });
  });

  it('says that nobody knows which it is', () => {
    expect(opened({ refused: REFUSED }).problems).toEqual([{ ...REFUSED, place: undefined }]);
    expect(whyUnread({ file: CONFIG, text: undefined, refused: REFUSED })).toEqual({ ...REFUSED, place: undefined });
    expect(whyUnread({ file: CONFIG, text: '' })).toBeUndefined();
  });

  it('with damage in it is broken in every section, and says so once more as a whole', () => {
    expect(opened({ text: '[a]\noops\n[b]\n\uFFFD=1\n', damagedAt: 4 })).toEqual({
      sections: [
        ['a', [4, 2]],
        ['b', [4]],
      ],
      problems: [
        {
          message: 'Line 4 has a character in it that is not UTF-8.',
          hint: expect.stringContaining('Save the file as UTF-8.') as string,
          place: { kind: 'file', file: CONFIG, line: 4 },
        },
      ],
    });
  });

  it('with damage and no section has what the text says', () => {
    const { problems } = opened({ text: 'stray\uFFFD\n', damagedAt: 1 });
    expect(problems.map(({ message }) => message)).toEqual(['Line 1 stands before the first section header.']);
  });
});

it('a problem of a line has its file', () => {
  expect(placed(CONFIG, { line: 7, message: 'm', hint: 'h' })).toEqual({
    message: 'm',
    hint: 'h',
    place: { kind: 'file', file: CONFIG, line: 7 },
  });
});
