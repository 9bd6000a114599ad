// What AWS is asked for a session, and what is made of its answer.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Assumed } from '../../../src/aws/executePlan.js';
import { UserError } from '../../../src/base/errors.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { configuredRole, narrowedRequest } from '../../../src/model/request.js';
import { NEVER } from '../../../src/model/session/session.js';
import { AwsAsker } from '../../../src/session/awsAsker.js';
import { withChosenRole } from '../../../src/session/book/chosenRole.js';
import type { Planned } from '../../../src/session/book/planned.js';
import { sessionId } from '../../../src/session/book/sessionKey.js';
import type { Attending } from '../../../src/session/executor.js';
import type { SignedIn } from '../../../src/session/keep/whileSignedIn.js';
import { NOW, plan, scope } from '../../support/samples.js';
import { SAML } from '../model/sources.js';
import { ARN, assumed, giving, HOUR_MS, idOf, named, useDesk } from './desk.js';

const desk = useDesk();
const WIDE = named('dev');
const wide: Planned = { request: configuredRole(WIDE.roleId), plan: WIDE };
const narrow: Planned = {
  request: narrowedRequest(wide.request, { narrowings: [{ kind: 's3-only' }] }),
  plan: { ...WIDE, hops: [...WIDE.hops, scope()], narrowedTo: 'S3 only' },
};

const run = vi.fn<(of: Plan, attending: Attending) => Promise<Assumed & SignedIn>>();
const attending: Attending = { report: () => undefined, signal: new AbortController().signal };
const asker = () =>
  new AwsAsker(desk().sessions, desk().keeper, { run }, { info: (text) => void desk().logged.push(text) });

beforeEach(() => {
  run.mockReset();
  run.mockImplementation(() => Promise.resolve(assumed()));
});

async function refusal(work: () => unknown): Promise<UserError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
}

describe('a session that is asked for', () => {
  it('is what AWS gives for its plan, under the generation that was asked for, and goes on by the setting', async () => {
    const { session, ...opened } = await asker().ask({ planned: wide }, 7, attending);
    expect(session).toMatchObject({ kind: 'live', id: idOf(WIDE), identity: { arn: ARN }, expiresAt: NOW + HOUR_MS });
    expect(opened).toMatchObject({ plan: WIDE, generation: 7, renewal: { kind: 'at' } });
    expect(run.mock.calls).toEqual([[WIDE, attending]]);
    expect([session, run.mock.calls[0]![1]].map((each) => 'signOuts' in each || 'lent' in each)).toEqual([
      false,
      false,
    ]);
    expect(desk().logged).toEqual([`Assumed ${ARN} until 2026-11-24T13:00:00.000Z.`]);
  });

  it('knows what had been signed out of', async () => {
    run.mockResolvedValue(assumed({ signOuts: 'none' }));
    expect((await asker().ask({ planned: wide }, 1, attending)).session).toMatchObject({ signOuts: 'none' });
  });

  it.each([
    ['now', NOW, true],
    ['in a moment', NOW + 1, false],
    ['never', undefined, false],
  ])('is refused where it ends %s: %s', async (_, expiration, isRefused) => {
    run.mockResolvedValue(assumed({ expiration }));
    const asked = () => asker().ask({ planned: wide }, 1, attending);
    if (isRefused)
      expect((await refusal(asked)).message).toMatch(/^The session that AWS gave for dev has expired already/);
    else expect((await asked()).session.expiresAt).toBe(expiration ?? NEVER);
  });

  it('of a role that was chosen on the way is another one, and newer than what is known of that', async () => {
    const offered = { ...wide, plan: plan({ ...WIDE, source: { ...SAML, role: undefined }, hops: [] }) };
    const chosen = { roleArn: 'arn:aws:iam::123456789012:role/Admin', principalArn: 'arn:aws:iam::1:saml/corp' };
    run.mockResolvedValue(assumed({ samlRole: chosen }));
    const first = await asker().ask({ planned: offered }, 1, attending);
    const reached = withChosenRole(offered, chosen);
    expect(first).toMatchObject({
      plan: reached.plan,
      generation: 1,
      session: { id: sessionId(reached.request, reached.plan) },
    });
    desk().sessions.commit({ kind: 'adopted', id: first.session.id, opened: { ...first, generation: 4 } });
    expect((await asker().ask({ planned: offered }, 2, attending)).generation).toBe(5);
    expect((await asker().ask({ planned: offered }, 9, attending)).generation).toBe(9);
    expect((await asker().ask({ planned: reached }, 2, attending)).generation).toBe(2);
  });
});

describe('a session that is narrowed', () => {
  beforeEach(() => desk().assume(giving(), WIDE));
  const wider = () => desk().sessions.get(idOf(WIDE))!;

  it.each([
    ['that is there', undefined],
    ['that was chosen', idOf(WIDE)],
  ])('goes on from the wider one %s', async (_, from) => {
    const { session } = await asker().ask({ planned: narrow, from }, 1, attending);
    expect(session).toMatchObject({ narrowedTo: 'S3 only', narrowedFrom: { id: wider().id, name: 'dev' } });
    expect(run.mock.calls[0]![1].lent).toMatchObject({ hops: 1, arn: ARN });
  });

  it('is one of its own where a session policy had to do', async () => {
    run.mockResolvedValue(assumed({ narrowedBy: 'session-policy' }));
    const { session } = await asker().ask({ planned: narrow }, 1, attending);
    expect(session.narrowedBy).toBe('session-policy');
    expect(session).not.toHaveProperty('narrowedFrom');
  });

  it('begins anew where there is no wider one', async () => {
    await desk().end(WIDE);
    expect((await asker().ask({ planned: narrow }, 1, attending)).session).not.toHaveProperty('narrowedFrom');
  });

  it('is nobody else', async () => {
    run.mockResolvedValue(assumed({ principal: 'bob' }));
    expect((await refusal(() => asker().ask({ planned: narrow }, 1, attending))).message).toMatch(
      /^dev is .* and would be .*bob/,
    );
  });

  it('is not from any other than was chosen, and the wider one is offered to be assumed again', async () => {
    await desk().end(WIDE);
    const error = await refusal(() => asker().ask({ planned: narrow, from: idOf(WIDE) }, 1, attending));
    expect(error.message).toMatch(/^The session of dev that was to be narrowed has ended/);
    expect([error.actions.map(({ args }) => args), run.mock.calls]).toEqual([[[wide.request]], []]);
  });

  it('is not where the configuration has changed since: the wider one is offered as it was asked for', async () => {
    const other = { ...narrow, plan: { ...narrow.plan, region: 'eu-west-1' } };
    const error = await refusal(() => asker().widerOf(other, idOf(WIDE)));
    expect(error.message).toMatch(/^The configuration of dev has changed/);
    expect(error.actions).toMatchObject([{ command: 'roleSessions.assumeRole', args: [wide.request] }]);
  });

  it('is not from one of which nothing is known: what is asked for is offered', async () => {
    const error = await refusal(() => asker().widerOf(wide, 'gone'));
    expect(error.actions).toMatchObject([{ args: [wide.request] }]);
  });
});
