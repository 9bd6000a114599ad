import { describe, expect, it } from 'vitest';
import { dateText, lastPart, regionText, sizeText, visibleName } from '../../../../src/s3/names/labels.js';

describe('labels', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1023 bytes'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [20 * 1024 ** 2, '20 MB'],
    [5 * 1024 ** 3, '5 GB'],
    [150.4 * 1024 ** 2, '150 MB'],
    [10.04 * 1024 ** 2, '10 MB'],
    [50 * 1024 ** 4, '50 TB'],
    [100 * 1024, '100 KB'],
    [99.96 * 1024, '100 KB'],
    [10.5 * 1024, '10.5 KB'],
    [1024 ** 2 - 1, '1024 KB'],
    [2 * 1024 ** 5, '2 PB'],
    [2048 * 1024 ** 5, '2048 PB'],
  ])('%d bytes read %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });

  it('dates are local and sortable', () => {
    expect(dateText(new Date(2026, 10, 4, 9, 5))).toBe('2026-11-04 09:05');
    expect(dateText(undefined)).toBe('');
  });

  it.each([
    ['docs/', '', 'docs'],
    ['docs/a.txt', 'docs/', 'a.txt'],
    ['a//', 'a/', ''],
    ['/', '', ''],
    ['a/b/c/', 'a/', 'b/c'],
  ])('the last part of %j under %j is %j', (key, parent, name) => {
    expect(lastPart(key, parent)).toBe(name);
  });

  it.each([
    ['', '(empty name)'],
    ['a\nb\tc', String.raw`a\nb\tc`],
    ['\u0007bell', String.raw`\u{7}bell`],
    ['\u202Egnp.exe', String.raw`\u{202E}gnp.exe`],
    [' padded ', '␣padded␣'],
    ['  padded  ', '␣␣padded␣␣'],
    ['   ', '␣␣␣'],
    ['ümläut 😀.txt', 'ümläut 😀.txt'],
    ['a\rb', String.raw`a\rb`],
    ['a\u2028b\u2029c', String.raw`a\u{2028}b\u{2029}c`],
    ['\u2066a\u2069', String.raw`\u{2066}a\u{2069}`],
    ['\u0000\u001f\u007f\u009f', String.raw`\u{0}\u{1F}\u{7F}\u{9F}`],
    ['a  b', 'a  b'],
  ])('%j is shown as %j', (name, shown) => {
    expect(visibleName(name)).toBe(shown);
  });
});

describe('a bucket’s region beside its name', () => {
  it.each([
    ['us-west-2', 19, 'us-west-2'],
    ['us-west-2', 20, 'usw2'],
    ['eu-central-1', 16, 'eu-central-1'],
    ['eu-central-1', 17, 'euc1'],
    ['ap-southeast-2', 40, 'apse2'],
    ['ap-northeast-3', 40, 'apne3'],
    ['us-gov-west-1', 40, 'usgw1'],
    ['cn-northwest-1', 40, 'cnnw1'],
    ['eu-southwest-1', 40, 'eusw1'],
    ['mx-central-1', 40, 'mxc1'],
    ['default', 40, 'default'],
  ])('%s with a name of %i characters is %s', (region, length, text) => {
    expect(regionText(region, 'b'.repeat(length))).toBe(text);
  });
});
