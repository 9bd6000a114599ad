import { describe, expect, it } from 'vitest';
import { policyTree } from '../../../src/iam/policyTree.js';
import { ChosenKinds } from '../../../src/policyDocuments/chosenKinds.js';
import { FakeMemento } from '../api/memento.js';

function memento(kept?: unknown): FakeMemento {
  const made = new FakeMemento();
  made.kept.set('roleSessions.policyKinds', kept);
  return made;
}

const uri = (path: string) => ({ path, toString: () => `file://${path}` });
const RESOURCE = policyTree('{"Statement":[{"Principal":"*","Action":"s3:GetObject","Resource":"*"}]}');

describe('the kind of a document', () => {
  const kindOf = (kinds: ChosenKinds, path: string) => RESOURCE && kinds.of(uri(path), RESOURCE);

  it('is what the user has chosen, then what its name says, then what it looks like', async () => {
    const kinds = new ChosenKinds(memento());
    expect(kindOf(kinds, '/trust/x.json')).toBe('resource');
    expect(kindOf(kinds, '/x/trust.json')).toBe('trust');
    await kinds.choose(uri('/x/trust.json'), 'session');
    expect(kindOf(kinds, '/x/trust.json')).toBe('session');
    expect(kindOf(kinds, '/y/trust.json')).toBe('trust');
  });

  it('is kept for the last fifty', async () => {
    const kinds = new ChosenKinds(memento());
    for (let index = 0; index < 51; index += 1) {
      await kinds.choose(uri(`/${index}.json`), 'session');
    }
    await kinds.choose(uri('/1.json'), 'identity');
    expect(kindOf(kinds, '/0.json')).toBe('resource');
    expect(kindOf(kinds, '/1.json')).toBe('identity');
    expect(kindOf(kinds, '/50.json')).toBe('session');
  });

  it.each(['x', [['file:///x.json']], [['file:///x.json', 'other']], [null], [[7, 'session']]])(
    'is not read from %j',
    (kept) => {
      expect(kindOf(new ChosenKinds(memento(kept)), '/x.json')).toBe('resource');
    },
  );
});
