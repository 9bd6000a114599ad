// Every denial in both wordings, with and without what AWS adds to them, looked into by who may read IAM and by who may
// not: the side that is named is the right one, what is said to mend it does, and what nobody could read is unknown.
import { afterEach, describe, expect, it } from 'vitest';
import { answerDenial, type DenialAnswer } from '../../../src/denials/looking/answer.js';
import { NOTHING_KNOWN, type KnownRequest } from '../../../src/denials/looking/context.js';
import { toldContext } from '../../../src/denials/looking/details.js';
import { readFacts, type Reader } from '../../../src/denials/looking/readFacts.js';
import type { Denial } from '../../../src/denials/denialMessage.js';
import type { DenialOptions } from '../../sandbox/types.js';
import { IDENTITY_CASES } from './identityCases.js';
import { OTHER_CASES } from './otherCases.js';
import type { Case } from './samples.js';
import { TRUST_CASES } from './trustCases.js';
import { World, type Call } from './world.js';

const CASES: readonly Case[] = [...IDENTITY_CASES, ...TRUST_CASES, ...OTHER_CASES];

let world: World;
afterEach(() => world.stop());

const WORDINGS: readonly (readonly [string, DenialOptions])[] = [
  ['with reasons', { assumeRole: 'reasons' }],
  ['with reasons, without ARNs', { assumeRole: 'reasons', policyArns: false }],
  ['without reasons', { assumeRole: 'plain', plain: true }],
  ['with reasons and an ID', { assumeRole: 'reasons', authorizationIds: true }],
  ['without reasons, with an ID', { plain: true, authorizationIds: true }],
  ['without reasons, encoded', { plain: true, encoded: true }],
];

async function arranged({ arrange }: Case, options: DenialOptions): Promise<{ call: Call; denial: Denial }> {
  world = await World.start();
  world.iam.setDenials(options);
  const call = await arrange(world);
  return { call, denial: await world.denial(call) };
}

async function answer(reader: Reader | undefined, denial: Denial, known: KnownRequest): Promise<DenialAnswer> {
  return answerDenial(denial, await readFacts(reader, denial, known));
}

/** As AWS tells of the request by its ID or in its encoded message. */
async function told({ authorizationId, encodedMessage }: Denial): Promise<KnownRequest['told']> {
  const api = world.api();
  const read =
    authorizationId !== undefined
      ? await api.authorizationDetails(authorizationId, 'us-west-2')
      : encodedMessage !== undefined
        ? await api.decode(encodedMessage)
        : undefined;
  return read?.kind === 'found' ? toldContext(read.value) : new Map();
}

const sidesOf = (answers: DenialAnswer['wrong']) => answers.map(({ side }) => side);

describe.each(WORDINGS)('a denial %s, looked into', (_, options) => {
  it.each(CASES.map((each) => [each.name, each] as const))('of %s', async (__, each) => {
    const { call, denial } = await arranged(each, options);
    const known = { ...call.known, told: await told(denial) };
    const found = await answer(world.reader(), denial, known);
    const tells = denial.reason.kind !== 'untold';
    expect(found.contradicted).toBe(false);
    if (each.unreadable && !tells) {
      expect(sidesOf(found.wrong)).toEqual([]);
      expect(found.unknown).toContain(each.side);
      return;
    }
    const certain = sidesOf(found.wrong).length > 0 ? found.wrong : found.possible;
    expect(sidesOf(certain)).toEqual([each.side]);
    const [repair] = certain[0]?.repairs.filter(({ kind }) => each.by === 'none' || kind === each.by) ?? [];
    expect(repair?.kind ?? 'none').toBe(each.by);
    if (repair !== undefined) {
      await expect(world.mended(call, [repair])).resolves.toBeDefined();
    }
  });
});

describe.each(WORDINGS.slice(0, 3))('a denial %s, of which nobody can read anything', (_, options) => {
  it.each(CASES.map((each) => [each.name, each] as const))('of %s', async (__, each) => {
    const { denial } = await arranged(each, options);
    const { wrong, unknown, contradicted } = await answer(undefined, denial, NOTHING_KNOWN);
    expect(contradicted).toBe(false);
    expect(sidesOf(wrong)).toEqual(denial.reason.kind === 'untold' ? [] : [each.side]);
    expect(unknown).toContain(each.side);
  });
});

describe.each(WORDINGS.slice(0, 3))('a denial %s, of a call of which nothing is known', (_, options) => {
  it.each(CASES.map((each) => [each.name, each] as const))('of %s', async (__, each) => {
    const { denial } = await arranged(each, options);
    const { wrong, possible, unknown } = await answer(world.reader(), denial, NOTHING_KNOWN);
    expect(sidesOf(wrong).filter((side) => side !== each.side)).toEqual([]);
    expect([...sidesOf(wrong), ...sidesOf(possible), ...unknown]).toContain(each.side);
  });
});
