import { expect, it } from 'vitest';
import { Listeners } from '../../../src/base/listeners.js';

function heard(listeners: Listeners): {
  readonly calls: string[];
  readonly on: (name: string) => { dispose(): unknown };
} {
  const calls: string[] = [];
  return { calls, on: (name) => listeners.event(() => calls.push(name)) };
}

it('all are told, each until it is disposed of', () => {
  const listeners = new Listeners();
  const { calls, on } = heard(listeners);
  const first = on('first');
  on('second');
  listeners.fire();
  first.dispose();
  listeners.fire();
  expect(calls).toEqual(['first', 'second', 'second']);
});

it('one function that listens twice is told twice, and disposed of apart', () => {
  const listeners = new Listeners();
  const calls: string[] = [];
  const listen = (): unknown => calls.push('x');
  const first = listeners.event(listen);
  listeners.event(listen);
  listeners.fire();
  first.dispose();
  listeners.fire();
  expect(calls).toHaveLength(3);
});

it('one that is added while all are told is told from the next time on', () => {
  const listeners = new Listeners();
  const { calls, on } = heard(listeners);
  const first = listeners.event(() => on('late'));
  listeners.fire();
  expect(calls).toEqual([]);
  first.dispose();
  listeners.fire();
  expect(calls).toEqual(['late']);
});

it('nobody is told after they were cleared', () => {
  const listeners = new Listeners();
  const { calls, on } = heard(listeners);
  on('x');
  listeners.clear();
  listeners.fire();
  expect(calls).toEqual([]);
});
