import { expect, it } from 'vitest';
import type { Row } from '../../../src/sessionsView/rows.js';
import { rowItem } from '../../../src/sessionsView/rowItem.js';

const ROW: Row = {
  key: { kind: 'session', sessionId: 'abc' },
  label: 'dev',
  description: '60m',
  icon: 'shield',
  colour: undefined,
  tooltip: '**dev**',
  context: 'session:live:other:configured',
  spoken: 'dev, expires in 60m',
};

it('a row of a session is known by its session, and does nothing when it is clicked', () => {
  const item = rowItem(ROW);
  expect(item).toMatchObject({
    id: 'abc',
    label: 'dev',
    description: '60m',
    iconPath: { id: 'shield' },
    tooltip: { value: '**dev**' },
    contextValue: 'session:live:other:configured',
    accessibilityInformation: { label: 'dev, expires in 60m' },
  });
  expect(item.command).toBeUndefined();
});

it.each([
  ['good', 'charts.green'],
  ['warning', 'list.warningForeground'],
  ['error', 'list.errorForeground'],
] as const)('a %s row has a colour of the theme', (colour, id) => {
  expect(rowItem({ ...ROW, colour })).toMatchObject({ iconPath: { id: 'shield', color: { id } } });
});

it('a row of a role that was used lately assumes it when it is clicked', () => {
  const item = rowItem({ ...ROW, key: { kind: 'recent', roleId: 'profile:dev' } });
  expect(item.command).toMatchObject({
    command: 'roleSessions.assumeRole',
    arguments: [{ target: { kind: 'configured', roleId: 'profile:dev' }, overrides: {} }],
  });
});

it('rows of all kinds have ids of their own', () => {
  const keys = [
    { kind: 'session', sessionId: 'a' },
    { kind: 'mfa', mfaSession: 'a' },
    { kind: 'recent', roleId: 'profile:a' },
  ] as const;
  const items = keys.map((key) => rowItem({ ...ROW, key }));
  expect(items.map(({ id }) => id)).toEqual(['a', 'mfa:a', 'profile:a']);
  expect(items[1]?.command).toBeUndefined();
});
