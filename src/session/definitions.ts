import { Position, Range, Uri, commands, window, workspace } from 'vscode';
import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import type { Configuration } from '../config/configuration.js';
import type { SessionRequest } from '../model/request.js';
import { problemText, type Place } from '../base/place.js';
import type { FileLocation } from '../config/files/locate.js';

/** Opens the profile's line, or the setting, where a role (or what is wrong with it) stands. */
async function openRoleDefinition(configuration: Configuration, roleId: string): Promise<void> {
  const entries = await configuration.entries();
  const entry = entries.find((candidate) => candidate.id === roleId);
  const place = entry?.kind === 'ready' ? entry.place : entry?.problem.place;
  if (place === undefined) {
    throw new UserError(l10n.t('The role {0} is no longer configured.', roleId.replace(/^\w+:/, '')));
  }
  await openPlace(place);
}

/** What a request is about: the role's definition, or where its credentials come from. */
export async function openRequestDefinition(configuration: Configuration, request: SessionRequest): Promise<void> {
  await (request.target.kind === 'configured'
    ? openRoleDefinition(configuration, request.target.roleId)
    : openPlace((await configuration.plan(request)).source.place));
}

export async function openPlace(place: Place): Promise<void> {
  if (place.kind === 'setting') {
    await openRolesSetting();
    return;
  }
  const at = new Position(place.line - 1, 0);
  await window.showTextDocument(Uri.file(place.file), { selection: new Range(at, at) });
}

export async function openRolesSetting(): Promise<void> {
  await commands.executeCommand('workbench.action.openSettings', '@id:roleSessions.roles');
}

/**
 * Opens an AWS file; one that does not exist yet opens unsaved under its name, so that saving creates it.
 * @throws UserError where there is no telling which file that is
 */
export async function openAwsFile({ file, refused }: FileLocation): Promise<void> {
  if (refused !== undefined) {
    throw new UserError(problemText({ ...refused, place: undefined }));
  }
  const uri = Uri.file(file);
  const exists = await workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  await window.showTextDocument(await workspace.openTextDocument(exists ? uri : uri.with({ scheme: 'untitled' })));
}
