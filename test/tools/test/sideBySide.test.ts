import { describe, expect, it } from 'vitest';
import { sideBySide } from '../sideBySide.js';

interface Step {
  readonly name: string;
  readonly load: number;
  readonly after?: readonly string[];
}

/** Runs them; `end` ends one that runs, and answers what runs then. */
function start(steps: readonly Step[]) {
  const running = new Map<string, { readonly end: (result: string) => void; readonly fail: (error: Error) => void }>();
  const all = sideBySide(steps, 3, ({ name }) =>
    new Promise<string>((end, fail) => running.set(name, { end, fail })).finally(() => running.delete(name)),
  );
  const settled = async (): Promise<string[]> => {
    await new Promise(setImmediate);
    return [...running.keys()];
  };
  return {
    all,
    settled,
    end: (name: string) => {
      running.get(name)?.end(`${name} ran`);
      return settled();
    },
    fail: (name: string) => running.get(name)?.fail(new Error(`${name} broke`)),
  };
}

describe('steps side by side', () => {
  it('begin in their order, as many as there is room for', async () => {
    const { all, settled, end } = start(['a', 'b', 'c', 'd'].map((name) => ({ name, load: 1 })));
    expect(await settled()).toEqual(['a', 'b', 'c']);
    expect(await end('b')).toEqual(['a', 'c', 'd']);
    for (const name of ['d', 'c', 'a']) await end(name);
    expect(await all).toEqual(['a ran', 'b ran', 'c ran', 'd ran']);
  });

  it('let a smaller one go first where there is too little room', async () => {
    const { settled, end } = start([
      { name: 'large', load: 2 },
      { name: 'as large', load: 2 },
      { name: 'small', load: 1 },
    ]);
    expect(await settled()).toEqual(['large', 'small']);
    expect(await end('small')).toEqual(['large']);
    expect(await end('large')).toEqual(['as large']);
  });

  it('are alone where they fill the room or more', async () => {
    const { settled, end } = start([
      { name: 'a', load: 1 },
      { name: 'full', load: 3 },
      { name: 'more', load: 4 },
    ]);
    expect(await settled()).toEqual(['a']);
    expect(await end('a')).toEqual(['full']);
    expect(await end('full')).toEqual(['more']);
  });

  it('wait for what they build on, not for what was not chosen', async () => {
    const { settled, end } = start([
      { name: 'build', load: 1 },
      { name: 'bundled', load: 1, after: ['build'] },
      { name: 'on nothing here', load: 1, after: ['elsewhere'] },
    ]);
    expect(await settled()).toEqual(['build', 'on nothing here']);
    expect(await end('build')).toEqual(['on nothing here', 'bundled']);
  });

  it('say so where they wait for each other, and pass on what goes wrong', async () => {
    const circle = [
      { name: 'a', load: 1, after: ['b'] },
      { name: 'b', load: 1, after: ['a'] },
    ];
    await expect(start(circle).all).rejects.toThrow('Steps that wait for each other: a, b.');
    const { all, settled, fail } = start([{ name: 'a', load: 1 }]);
    await settled();
    fail('a');
    await expect(all).rejects.toThrow('a broke');
  });
});
