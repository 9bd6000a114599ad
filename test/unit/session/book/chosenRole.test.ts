import { describe, expect, it } from 'vitest';
import { configuredRole } from '../../../../src/model/request.js';
import type { Planned } from '../../../../src/session/book/planned.js';
import { withChosenRole } from '../../../../src/session/book/chosenRole.js';
import { planFingerprint, sessionId } from '../../../../src/session/book/sessionKey.js';
import { hop, plan } from '../../../support/samples.js';
import { SAML, SOURCES } from '../../model/sources.js';

const ADMIN = { roleArn: 'arn:aws:iam::123456789012:role/Admin', principalArn: 'arn:aws:iam::123456789012:saml/corp' };
const READER = { ...ADMIN, roleArn: 'arn:aws:iam::123456789012:role/Reader' };

const offered: Planned = {
  request: { ...configuredRole('profile:corp'), overrides: { durationSeconds: 900 } },
  plan: plan({ source: { ...SAML, role: undefined }, hops: [hop()], narrowedTo: 'read-only' }),
};

describe('the role that was chosen of an assertion', () => {
  it('is asked for from then on, and all else as before', () => {
    expect(withChosenRole(offered, ADMIN)).toEqual({
      request: { ...offered.request, overrides: { durationSeconds: 900, samlRole: ADMIN } },
      plan: { ...offered.plan, source: { ...SAML, role: undefined, chosen: ADMIN } },
    });
    expect(offered.request.overrides).toEqual({ durationSeconds: 900 });
  });

  it('makes it another session than the next one', () => {
    const [admin, reader] = [withChosenRole(offered, ADMIN), withChosenRole(offered, READER)];
    const ids = [offered, admin, reader].map(({ request, plan: of }) => sessionId(request, of));
    expect(new Set(ids).size).toBe(3);
    expect(planFingerprint(admin.plan)).not.toBe(planFingerprint(reader.plan));
  });

  it('chosen again is the same', () => {
    const once = withChosenRole(offered, ADMIN);
    expect(withChosenRole(once, ADMIN)).toEqual(once);
    expect(withChosenRole(once, READER)).toEqual(withChosenRole(offered, READER));
  });

  it('is none where nothing was chosen', () => {
    expect(withChosenRole(offered, undefined)).toStrictEqual(offered);
  });

  it.each(Object.values(SOURCES).filter(({ kind }) => kind !== 'saml'))(
    'is none where there is no assertion: $kind',
    (source) => {
      const other = { ...offered, plan: plan({ source }) };
      expect(withChosenRole(other, ADMIN)).toStrictEqual(other);
    },
  );
});
