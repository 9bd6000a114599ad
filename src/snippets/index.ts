import { env, window } from 'vscode';
import * as l10n from '../base/l10n.js';
import { Cancelled, UserError } from '../base/errors.js';
import { commandTable } from '../editor/commands.js';
import { s3Uri } from '../model/s3Address.js';
import { s3PlaceOf, type S3Place } from '../model/s3Place.js';
import { sessionTitle, type LiveSession } from '../model/session/session.js';
import { askedSession, sessionIdOf } from '../model/session/sessionArgument.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { snippet, snippetFormats, type SnippetFormat } from './snippet.js';

/** How other programs do what the session can do: without its credentials, so nothing is asked. */
export function registerSnippets(sessions: SessionReader) {
  return commandTable({
    'roleSessions.copyAs': async (argument) => {
      const session = wantedSession(sessions, argument);
      const place = s3PlaceOf(argument);
      const format = await chooseFormat(session, place);
      await env.clipboard.writeText(snippet(format, session, place));
      window.setStatusBarMessage(l10n.t('Copied.'), 3_000);
    },
  });
}

/** @throws UserError where there is none that is live */
function wantedSession(sessions: SessionReader, argument: unknown): LiveSession {
  const session = askedSession(sessions, argument);
  if (session === undefined) {
    throw new UserError(
      sessionIdOf(argument) === undefined
        ? l10n.t('No AWS role is active, so there is nothing to copy.')
        : l10n.t('That session has ended, so there is nothing to copy.'),
      { actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }] },
    );
  }
  return session;
}

/** Names of products, but for what is said of them. */
const TITLES: Readonly<Record<SnippetFormat, string>> = {
  'aws-cli': 'AWS CLI',
  s5cmd: 's5cmd',
  rclone: 'rclone',
  boto3: 'boto3',
  javascript: 'AWS SDK for JavaScript',
  terraform: 'Terraform',
};

/** @throws Cancelled */
async function chooseFormat(session: LiveSession, place: S3Place | undefined): Promise<SnippetFormat> {
  const rows = snippetFormats(place).map((format) => ({
    label: TITLES[format],
    ...(format === 'terraform' && { description: l10n.t('S3 backend') }),
    format,
  }));
  const { role, narrowedTo } = session;
  const what = place === undefined ? sessionTitle({ name: role.name, narrowedTo }) : s3Uri(place);
  const chosen = await window.showQuickPick(rows, {
    title: l10n.t('Copy {0} as What?', what),
    placeHolder: l10n.t('No credentials are in it'),
  });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.format;
}
