import { expect, it } from 'vitest';
import { planSteps } from '../../../../src/ask/rows/planSteps.js';
import { planRows } from '../../../../src/ask/rows/planRows.js';
import { SOURCE, hop, plan } from '../../../support/samples.js';

const rows = planRows(planSteps(plan({ hops: [hop({}, 'base'), hop({ tags: { team: 'storage' } }, 'deploy')] })));
const texts = rows.map(({ label }) => label);

it('numbers the source and the calls', () => {
  expect(texts.filter((text) => /\d\. /.test(text) && !text.startsWith('$(blank)'))).toEqual([
    '$(key) 1. profile ststestprofile',
    '$(arrow-right) 2. AssumeRole base',
    '$(arrow-right) 3. AssumeRole deploy',
  ]);
  expect(texts).toContain('$(tag) Session tag');
});

it('leads from a line about the source to where it is configured', () => {
  const [title, detail] = rows;
  expect(detail?.label).toMatch(/^\$\(blank\) Access key AKIAEXAMPLE/);
  expect([title?.step.place, detail?.step.place]).toEqual([SOURCE.place, SOURCE.place]);
});

it('says everything, in lines that a picker shows whole', () => {
  const said = texts.filter((text) => text.startsWith('$(blank)')).map((text) => text.replace('$(blank) ', ''));
  expect(Math.max(...said.map((line) => line.length))).toBeLessThanOrEqual(82);
  expect(said.join(' ')).toContain('role chaining');
  expect(said.join(' ').split(' ')).toEqual(
    rows
      .filter(({ label }) => !label.startsWith('$(blank)'))
      .flatMap(({ step }) => step.detail.split(' ').filter((word) => word !== '')),
  );
});
