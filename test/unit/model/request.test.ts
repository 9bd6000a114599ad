import { describe, expect, it } from 'vitest';
import { configuredRole, narrowedRequest, widerRequest, type Scope } from '../../../src/model/request.js';

it('a role as it is configured, with nothing asked beyond', () => {
  expect(configuredRole('profile:dev')).toEqual({
    target: { kind: 'configured', roleId: 'profile:dev' },
    overrides: {},
  });
});

describe('a session that is narrowed in place', () => {
  const dev = configuredRole('profile:dev');
  const less: Scope = { narrowings: [{ kind: 'read-only' }] };
  const shorter: Scope = { narrowings: [], durationSeconds: 900 };

  it('is asked for within what it was, which is asked for again', () => {
    const once = narrowedRequest(dev, less);
    const twice = narrowedRequest(once, shorter);
    expect(twice).toEqual({ target: dev.target, overrides: { scopes: [less, shorter] } });
    expect(widerRequest(twice)).toEqual(once);
    expect(widerRequest(once)).toStrictEqual(dev);
  });

  it('keeps what else was asked', () => {
    const named = { ...dev, overrides: { sessionName: 'ana' } };
    expect(widerRequest(narrowedRequest(named, less))).toStrictEqual(named);
  });

  it.each([[dev], [{ ...dev, overrides: { narrowing: { kind: 'read-only' }, scopes: [] } } as const]])(
    'has none that is wider where it was not: %j',
    (request) => {
      expect(widerRequest(request)).toBeUndefined();
    },
  );
});
