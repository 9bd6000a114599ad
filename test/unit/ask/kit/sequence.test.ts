import { describe, expect, it } from 'vitest';
import { BACK, askInOrder, type Back, type Heading, type Step } from '../../../../src/ask/kit/sequence.js';

type Answers = readonly string[];

/** A user who answers with these, in order. */
function user(...replies: (string | Back)[]) {
  const asked: string[] = [];
  const question = (name: string): Step<Answers> => ({
    ask: (answers, { step, of, canGoBack }: Heading) => {
      asked.push(`${name} ${step}/${of}${canGoBack ? ' ←' : ''}`);
      const reply = replies.shift() ?? BACK;
      return Promise.resolve(reply === BACK ? BACK : [...answers, `${name}=${reply}`]);
    },
  });
  return { asked, question };
}

describe('questions in order', () => {
  it('are asked one after the other, from the second on with a way back', async () => {
    const { asked, question } = user('x', 'y');
    expect(await askInOrder('Title', [question('a'), question('b')], [])).toEqual(['a=x', 'b=y']);
    expect(asked).toEqual(['a 1/2', 'b 2/2 ←']);
  });

  it('go back to the one before, whose answer is replaced', async () => {
    const { asked, question } = user('x', BACK, 'z', 'y');
    expect(await askInOrder('Title', [question('a'), question('b')], [])).toEqual(['a=z', 'b=y']);
    expect(asked).toEqual(['a 1/2', 'b 2/2 ←', 'a 1/2', 'b 2/2 ←']);
  });

  it('leave out, both ways, what the answers make superfluous', async () => {
    const { asked, question } = user('x', BACK, 'z', 'y');
    const steps = [question('a'), { ...question('b'), when: () => false }, question('c')];
    expect(await askInOrder('Title', steps, [])).toEqual(['a=z', 'c=y']);
    expect(asked).toEqual(['a 1/3', 'c 3/3 ←', 'a 1/3', 'c 3/3 ←']);
  });

  it('end where the first is left backwards', async () => {
    const { asked, question } = user('x', BACK, BACK);
    expect(await askInOrder('Title', [question('a'), question('b')], [], true)).toBe(BACK);
    expect(asked).toEqual(['a 1/2 ←', 'b 2/2 ←', 'a 1/2 ←']);
  });
});
