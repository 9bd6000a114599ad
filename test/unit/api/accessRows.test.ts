import { describe, expect, it } from 'vitest';
import type { ExtensionAccess } from '../../../src/api/access.js';
import { accessRows, answerRows } from '../../../src/api/accessRows.js';
import { localTime } from '../../../src/base/localTime.js';
import { NOW } from '../../support/samples.js';

const ANSWER = { id: 'session', arn: 'arn:prod', title: 'prod', allowance: 'read-only', since: NOW } as const;
const TOOL: ExtensionAccess = {
  ...{ extension: 'acme.tool', name: 'Tool', allowance: 'all', since: NOW },
  production: [ANSWER],
};
const ELSEWHERE: ExtensionAccess = {
  ...{ extension: 'acme.far', name: 'acme.far', allowance: 'refused', since: NOW + 1 },
  production: [],
};

describe('who may have what', () => {
  it('is listed by extension, the latest first, and below it its production roles', () => {
    const since = localTime(NOW);
    expect(accessRows([TOOL, ELSEWHERE]).map(({ label, description, detail }) => [label, description, detail])).toEqual(
      [
        ['acme.far', '', `It gets nothing, and you are not asked. Since ${localTime(NOW + 1)}.`],
        ['Tool', 'acme.tool', `It may act as each session that is not production. Since ${since}.`],
        [
          'Tool: prod, which is production',
          'arn:prod',
          `It may act as this role in a session that can only read. Since ${since}.`,
        ],
      ],
    );
  });

  it.each([
    [0, [undefined, 'all', 'read-only']],
    [1, [undefined, 'read-only', 'refused']],
    [2, [undefined, 'all', 'refused']],
  ])('can be withdrawn, or be something else than it is', (index, expected) => {
    const row = accessRows([TOOL, ELSEWHERE])[index]!;
    expect(answerRows(row).map(({ allowance }) => allowance)).toEqual(expected);
  });
});
