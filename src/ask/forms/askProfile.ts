import * as l10n from '../../base/l10n.js';
import type { SourceProfile } from '../../config/request/sourceProfiles.js';
import { UserError } from '../../base/errors.js';
import type { Back, Heading } from '../kit/sequence.js';
import { pick } from '../kit/steps.js';

interface ProfileQuestion {
  readonly profiles: readonly SourceProfile[];
  readonly placeholder: string;
  readonly chosen: string | undefined;
}

/** @throws UserError where there is no profile to choose; Cancelled */
export async function askProfile(
  heading: Heading,
  { profiles, placeholder, chosen }: ProfileQuestion,
): Promise<SourceProfile | Back> {
  if (profiles.length === 0) {
    throw new UserError(
      l10n.t('No profile has credentials for this. Give one an access key in the AWS credentials file.'),
      {
        actions: [{ title: l10n.t('Open AWS Credentials File'), command: 'roleSessions.openCredentialsFile' }],
      },
    );
  }
  return pick({
    heading,
    placeholder,
    choices: profiles.map((profile) => ({
      label: `${profile.longTermKeys ? '$(key)' : '$(account)'} ${profile.name}`,
      description: profile.description,
      value: profile,
    })),
    active: ({ name }) => name === chosen,
  });
}
