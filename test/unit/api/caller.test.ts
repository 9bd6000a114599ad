import { describe, expect, it } from 'vitest';
import { callerOf, type FindExtension } from '../../../src/api/caller.js';

const installed: FindExtension = (id) =>
  id === 'acme.tool' ? { id: 'Acme.Tool', packageJSON: { displayName: 'The\n“Tool”' } } : undefined;

describe('an extension that asks', () => {
  it('is known by its id in lower case, and shown by its name on one line', () => {
    expect(callerOf('Acme.Tool', installed, false)).toEqual({ id: 'acme.tool', name: "The 'Tool'", isSeen: true });
  });

  it.each([undefined, null, {}, { displayName: 1 }, { displayName: '\n' }])(
    'has its id for a name in %j',
    (packageJSON) => {
      expect(callerOf('acme.tool', () => ({ id: 'acme.tool', packageJSON }), false).name).toBe('acme.tool');
    },
  );

  it('has a name that is not too long', () => {
    const packageJSON = { displayName: 'x'.repeat(100) };
    expect(callerOf('acme.tool', () => ({ id: 'acme.tool', packageJSON }), false).name).toHaveLength(60);
  });

  it('gets nothing where it is not installed', () => {
    expect(() => callerOf('acme.none', installed, false)).toThrow(
      expect.objectContaining({ code: 'unknown-extension', message: expect.stringContaining('acme.none') as unknown }),
    );
  });

  it('may be in another extension host, where there is one', () => {
    expect(callerOf('acme.none', installed, true)).toEqual({ id: 'acme.none', name: 'acme.none', isSeen: false });
  });

  it.each([
    undefined,
    1,
    '',
    'tool',
    'acme.',
    '.tool',
    'acme tool.x',
    'acme.tool\n',
    'ａcme.tool',
    `acme.${'x'.repeat(101)}`,
  ])('is none by %j', (id) => {
    expect(() => callerOf(id, installed, true)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});
