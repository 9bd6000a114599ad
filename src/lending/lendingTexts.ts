import * as l10n from '../base/l10n.js';
import type { WhyKeys } from './endpoint/obstacles.js';

/** Why terminals get the keys of the session, though they are to ask for them. */
export function whyKeysText(why: WhyKeys, role: string): string {
  switch (why.kind) {
    case 'variables':
      return l10n.t(
        "Terminals get the keys of {0}, and do not ask for them anew: the editor's own environment has {1}, which AWS SDKs would take before they ask. Start the editor without it.",
        role,
        why.names.join(', '),
      );
    case 'legacy':
      return l10n.t(
        'Terminals get the keys of {0}, and do not ask for them anew: there is a file of keys of older tools (~/.boto, /etc/boto.cfg), which boto3 and the AWS CLI would take before they ask.',
        role,
      );
    case 'long-term':
      return l10n.t('Terminals get the keys of {0}, which have no end: there is nothing to ask for anew.', role);
  }
}

export function shieldedText(): string {
  return l10n.t(
    "Your [default] profile holds credentials, or cannot be read, and AWS SDKs would take those before they ask for the session's. New terminals therefore see AWS files without a profile: --profile finds none of yours there.",
  );
}

/** Of terminals from before a reload. */
export function movedText(): string {
  return l10n.t(
    'Another program has taken the port at which terminals of before ask for credentials, and could answer them with its own. They get none from here any more: close them, and open new ones.',
  );
}
