import { describe, expect, it } from 'vitest';
import { localTime } from '../../../src/base/localTime.js';
import { identityOf } from '../../../src/model/session/identity.js';
import { expire } from '../../../src/model/session/session.js';
import {
  revocationDocument,
  revokedBefore,
  revokeQuestion,
  sessionsOfRole,
  undoQuestion,
  whyNotRevoked,
} from '../../../src/revoking/revocation.js';
import { liveSession, NOW, roleRef } from '../../support/samples.js';
import { liveEntry } from '../../support/sessions.js';

const ACCOUNT = '123456789012';
const sessionOf = (role: string, name = 'me', account = ACCOUNT) =>
  identityOf(`arn:aws:sts::${account}:assumed-role/${role}/${name}`);
const entry = (id: string, identity: ReturnType<typeof identityOf>) =>
  liveEntry(liveSession({ id, key: id, role: roleRef(id), identity, narrowedTo: undefined }));
const role = { accountId: ACCOUNT, name: 'deploy' };

describe('the policy', () => {
  it('is as AWS’s console writes it', () => {
    expect(JSON.parse(revocationDocument(NOW))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: ['*'],
          Resource: ['*'],
          Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-24T12:00:00.000Z' } },
        },
      ],
    });
    expect(revokedBefore(revocationDocument(NOW))).toBe(NOW);
  });

  it.each(['', '{}', 'null', '{"Statement":{"Effect":"Deny"}}', '{"Statement":[{},{}]}', '{"Statement":[null]}'])(
    '%s is another one',
    (document) => {
      expect(revokedBefore(document)).toBeUndefined();
    },
  );
});

describe('whose sessions can be revoked', () => {
  it('is a role’s, but neither Identity Center’s nor a service’s', () => {
    expect(whyNotRevoked(sessionOf('deploy'))).toBeUndefined();
    expect(whyNotRevoked(sessionOf('AWSReservedSSO_Admin_0123456789abcdef'))).toContain('IAM Identity Center');
    expect(whyNotRevoked(sessionOf('AWSServiceRoleForSupport'))).toContain('a service of AWS');
    expect(whyNotRevoked(identityOf(`arn:aws:iam::${ACCOUNT}:user/ana`))).toContain('keys are deactivated');
  });

  it('is the live ones of that role in that account', () => {
    const entries = [
      entry('one', sessionOf('deploy')),
      entry('two', sessionOf('deploy', 'you')),
      entry('elsewhere', sessionOf('deploy', 'me', '210987654321')),
      entry('other', sessionOf('read')),
    ];
    const gone = {
      ...entry('gone', sessionOf('deploy')),
      state: expire(liveSession({ identity: sessionOf('deploy') })),
    };
    expect(sessionsOfRole([...entries, gone], role).map(({ id }) => id)).toEqual(['one', 'two']);
  });
});

describe('the question', () => {
  const own = sessionsOfRole([entry('dev', sessionOf('deploy'))], role);
  const boss = `arn:aws:iam::${ACCOUNT}:user/boss`;

  it('names the role, the account, who is hit and who does it', () => {
    const { message, detail } = revokeQuestion({ role, caller: boss, own, known: { kind: 'none' } });
    expect(message).toBe('Revoke all sessions of deploy in account 123456789012 that were given before now?');
    expect(detail).toContain('whoever and whatever program has it');
    expect(detail).toContain('Of this window: dev.');
    expect(detail).toContain(`${boss} puts the inline policy AWSRevokeOlderSessions on the role.`);
    expect(detail).not.toContain('revokes itself');
  });

  it('says where the caller revokes itself, and what is there already', () => {
    const { arn } = sessionOf('deploy');
    const asked = { role, caller: arn, own: [] };
    const { detail } = revokeQuestion({ ...asked, known: { kind: 'there', before: NOW } });
    expect(detail).toContain(`${arn} is one of them: it revokes itself, and cannot undo it.`);
    expect(detail).toContain(`What was given before ${localTime(NOW)} is revoked already; that is replaced.`);
    expect(detail).toContain('Of this window none is of the role.');
    expect(revokeQuestion({ ...asked, known: { kind: 'there', before: undefined } }).detail).toContain(
      'is no such denial: it is replaced.',
    );
    expect(revokeQuestion({ ...asked, known: { kind: 'unknown' } }).detail).toContain('could not be read');
  });

  it('of undoing shows the document and its time', () => {
    const document = revocationDocument(NOW);
    const { message, detail } = undoQuestion(role, boss, document);
    expect(message).toContain(`that were given before ${localTime(NOW)} act again?`);
    expect(detail).toContain(document);
    const other = undoQuestion(role, boss, '{}');
    expect(other.message).toBe('Delete the policy AWSRevokeOlderSessions of deploy in account 123456789012?');
    expect(other.detail).toContain('It is no denial as AWS writes it.');
  });
});
