import * as l10n from '../../base/l10n.js';
import { found, type Finding } from '../finding.js';
import type { PolicyKind } from '../policyKind.js';
import { elementOf, type PolicyTree } from '../policyTree.js';

/** Of IAM without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_CHARACTERS = {
  managed: 6_144,
  inlineOfUser: 2_048,
  inlineOfGroup: 5_120,
  inlineOfRole: 10_240,
  trust: 2_048,
  trustAtMost: 4_096,
  session: 2_048,
} as const;

/** Of a bucket's policy, with all its spaces. */
const MAX_BUCKET_BYTES = 20 * 1024;

export function sizeFindings(text: string, { root, elements }: PolicyTree, kind: PolicyKind): Finding[] {
  const at = elementOf(elements, 'Statement')?.key ?? root;
  const characters = text.replace(/\s/g, '').length;
  const tell = (severity: Finding['severity'], message: string) => [found(severity, 'size')(at, message)];
  switch (kind) {
    case 'identity':
      return ofIdentity(characters, tell);
    case 'trust':
      if (characters > MAX_CHARACTERS.trustAtMost) {
        return tell('error', over(characters, MAX_CHARACTERS.trustAtMost));
      }
      return characters > MAX_CHARACTERS.trust
        ? tell(
            'warning',
            l10n.t(
              'It has {0} characters without spaces. A trust policy has {1} at most, where the quota was not raised.',
              characters,
              MAX_CHARACTERS.trust,
            ),
          )
        : [];
    case 'session':
      return characters > MAX_CHARACTERS.session ? tell('error', over(characters, MAX_CHARACTERS.session)) : [];
    case 'resource': {
      const bytes = Buffer.byteLength(text);
      return bytes > MAX_BUCKET_BYTES
        ? tell('warning', l10n.t('It has {0} bytes. The policy of a bucket has {1} at most.', bytes, MAX_BUCKET_BYTES))
        : [];
    }
  }
}

function ofIdentity(
  characters: number,
  tell: (severity: Finding['severity'], message: string) => Finding[],
): Finding[] {
  if (characters > MAX_CHARACTERS.inlineOfRole) {
    return tell('error', over(characters, MAX_CHARACTERS.inlineOfRole));
  }
  if (characters > MAX_CHARACTERS.managed) {
    return tell(
      'warning',
      l10n.t(
        'It has {0} characters without spaces: too many for a managed policy ({1}), and good in a role alone.',
        characters,
        MAX_CHARACTERS.managed,
      ),
    );
  }
  return characters > MAX_CHARACTERS.inlineOfUser
    ? tell(
        'hint',
        l10n.t(
          'It has {0} characters without spaces: too many for the policies within a user ({1} together).',
          characters,
          MAX_CHARACTERS.inlineOfUser,
        ),
      )
    : [];
}

function over(characters: number, most: number): string {
  return l10n.t('It has {0} characters without spaces. AWS takes {1} at most.', characters, most);
}
