import { describe, expect, it } from 'vitest';
import type { Denial } from '../../../src/denials/denialMessage.js';
import { denialText, requestText } from '../../../src/denials/denialText.js';
import { explainDenial, policyWith } from '../../../src/denials/explanation.js';
import { ACCOUNT, SESSION, USER, ADMIN, OBJECT, KEY, read, denied, no } from './samples.js';

describe('the words', () => {
  const textOf = (denial: Denial) => denialText(denial, explainDenial(denial));

  it('name the call, the side, the statement, and who can write it', () => {
    const text = textOf(denied(SESSION, 's3:PutObject', OBJECT, no('identity-based policy')));
    expect(text).toBe(`What was denied
    The call: s3:PutObject
    By whom: a session of the role app of account ${ACCOUNT}
    (${SESSION})
    On what: ${OBJECT}

What AWS says
    Nothing denies it, and an identity-based policy does not allow it.

To be allowed in a policy of the role app
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": "s3:PutObject",
          "Resource": "${OBJECT}"
        }
      ]
    }

Who can do that
    Who may iam:PutRolePolicy, iam:AttachRolePolicy in account ${ACCOUNT}.

What is not known
    Whether another side would deny it next: AWS names one at a time.
    What the policies say now: nothing was read of them.
    In which account the bucket is: if in another one, its own policy has to allow it as well.
`);
  });

  it.each<[string, Denial, RegExp]>([
    [
      'nothing',
      read('Access Denied'),
      /Something that AWS does not name\.\n +By whom: AWS does not say\.\n +On what: AWS does not say\./,
    ],
    [
      'the operation alone',
      read('An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied'),
      /The call: ListBuckets/,
    ],
    [
      'no side',
      denied(USER, 'sts:AssumeRole', ADMIN),
      /Only that it is denied, not by which side\.[^]*Which of the sides it is/,
    ],
    [
      'the key or its policy',
      denied(
        USER,
        'kms:Decrypt',
        KEY,
        'because the resource does not exist in this Region, no resource-based policies allow access',
      ),
      /The key does not exist in this Region, or its policy does not allow it\./,
    ],
    [
      'a deny without its policy',
      denied(USER, 's3:PutObject', OBJECT, 'with an explicit deny in a session policy'),
      /AWS does not name the policy\.[^]*No Allow anywhere is stronger than a Deny/,
    ],
    [
      'an ID',
      denied(USER, 's3:PutObject', OBJECT, '. authorization id: abcdefghij'),
      /under the authorization ID abcdefghij\./,
    ],
    [
      'an encoded message',
      denied(USER, 's3:PutObject', OBJECT, '. Encoded authorization failure message: abcdefghijklmnopqrstuvw'),
      /which sts:DecodeAuthorizationMessage opens/,
    ],
    [
      'an object that may not be there',
      denied(USER, 's3:GetObject', OBJECT, no('identity-based policy')),
      /Whether the object exists/,
    ],
    [
      'an assumed boundary',
      denied(SESSION, 's3:PutObject', OBJECT, no('permissions boundary')),
      /iam:PutRolePermissionsBoundary/,
    ],
    [
      'a network',
      denied(SESSION, 's3:PutObject', OBJECT, no('vpc endpoint policy')),
      /To be allowed in the policy of the VPC endpoint[^]*ec2:ModifyVpcEndpoint/,
    ],
    [
      'a resource control policy',
      denied(SESSION, 's3:PutObject', OBJECT, no('resource control policy')),
      /the resource control policies of the account[^]*administers the organization/,
    ],
    [
      'a service control policy',
      denied(SESSION, 's3:PutObject', OBJECT, no('service control policy')),
      /the service control policies of the account/,
    ],
    [
      'the narrowing',
      denied(SESSION, 's3:PutObject', OBJECT, no('session policy')),
      /the policy that the session was narrowed with[^]*You, where you narrowed/,
    ],
    [
      'a permission set',
      denied(
        `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/jo`,
        's3:PutObject',
        OBJECT,
        no('identity-based policy'),
      ),
      /the permission set Dev of IAM Identity Center/,
    ],
    [
      'a user',
      denied(USER, 's3:PutObject', OBJECT, no('identity-based policy')),
      /a policy of the user jo[^]*iam:PutUserPolicy/,
    ],
    [
      'a trust policy',
      denied(USER, 'sts:AssumeRole', ADMIN, no('role trust policy')),
      /the trust policy of arn[^]*iam:UpdateAssumeRolePolicy/,
    ],
    [
      'a key',
      denied(USER, 'kms:Decrypt', KEY, no('resource-based policy')),
      /the key policy of arn[^]*kms:PutKeyPolicy/,
    ],
    [
      'a bucket',
      denied(USER, 's3:PutObject', OBJECT, no('resource-based policy')),
      /the policy of arn:aws:s3:::data\/x[^]*s3:PutBucketPolicy/,
    ],
    [
      'the root user',
      denied(`arn:aws:iam::${ACCOUNT}:root`, 's3:PutObject', OBJECT),
      /By whom: the root user of account/,
    ],
    [
      'a federated user',
      denied(`arn:aws:sts::${ACCOUNT}:federated-user/jo`, 's3:PutObject', OBJECT),
      /By whom: the federated user jo/,
    ],
    [
      'nobody',
      denied('anonymous', 's3:PutObject', OBJECT),
      /By whom: anonymous[^]*AWS does not say enough to write the statement\./,
    ],
  ])('tell of %s', (_, denial, expected) => {
    expect(textOf(denial)).toMatch(expected);
  });

  it('ask who administers the account for no more than is needed', () => {
    const denial = denied(SESSION, 's3:PutObject', OBJECT, no('identity-based policy'));
    const text = requestText(denial, explainDenial(denial));
    expect(text).toMatch(/^Please allow this in AWS:\nThe call: s3:PutObject\n/);
    expect(text).toContain(policyWith({ Effect: 'Allow', Action: 's3:PutObject', Resource: OBJECT }).trimEnd());
    expect(text).not.toContain('What is not known');
  });
});
