import type { LiveSession } from '../model/session/session.js';
import { processReply } from '../model/variables/processReply.js';
import { sessionVariables } from '../model/variables/sessionVariables.js';

/** How credentials are written for what does not read this editor's variables. */
export type ExportFormat = 'posix' | 'fish' | 'powershell' | 'env-file' | 'json';

/**
 * The session's credentials as text, with its region and endpoints. What is run by a shell takes AWS_PROFILE out, which
 * the SDK for JavaScript would follow instead. `json` is what `credential_process` prints (AWS CLI, "Sourcing
 * credentials with an external process"): it has the credentials alone.
 */
export function exportText(format: ExportFormat, session: LiveSession): string {
  const variables = [...sessionVariables(session)];
  switch (format) {
    case 'posix':
      return lines(['unset AWS_PROFILE AWS_DEFAULT_PROFILE', ...variables.map(posixLine)]);
    case 'fish':
      return lines(['set -e AWS_PROFILE', 'set -e AWS_DEFAULT_PROFILE', ...variables.map(fishLine)]);
    case 'powershell':
      return lines([
        'Remove-Item Env:AWS_PROFILE, Env:AWS_DEFAULT_PROFILE -ErrorAction SilentlyContinue',
        ...variables.map(powerShellLine),
      ]);
    case 'env-file':
      return lines(variables.map(envFileLine));
    case 'json':
      return `${JSON.stringify(processReply(session), undefined, 2)}\n`;
  }
}

type Variable = readonly [name: string, value: string];

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;

function posixLine([name, value]: Variable): string {
  return `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`;
}

function fishLine([name, value]: Variable): string {
  return `set -gx ${name} '${value.replace(/[\\']/g, String.raw`\$&`)}'`;
}

/** PowerShell takes typographic quotation marks for straight ones (about_Quoting_Rules). */
function powerShellLine([name, value]: Variable): string {
  return `$Env:${name} = '${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** Bare wherever it can be: `docker run --env-file` takes quotation marks for a part of the value. */
function envFileLine([name, value]: Variable): string {
  return `${name}=${/^[\w/+=:.,@%-]*$/.test(value) ? value : `"${value.replace(/[\\"$`]/g, String.raw`\$&`)}"`}`;
}
