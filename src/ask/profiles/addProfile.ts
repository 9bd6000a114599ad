import { window } from 'vscode';
import { Cancelled } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { problemText } from '../../base/place.js';
import { sentences } from '../../base/words.js';
import { editorEnvironment } from '../../config/editorEnvironment.js';
import type { SharedFiles } from '../../config/files/fileText.js';
import { listRoles } from '../../config/roles.js';
import { addProfile, withChanges, type Changes } from '../../config/write/profileEdits.js';
import { FIELDS, newNameProblem, type AskedKind } from '../../config/write/profileFields.js';
import type { KeysKeeping } from '../../config/sources/keysKeeping.js';
import { invokeCommand } from '../../editor/commands.js';
import type { GivenProfile } from '../../model/givenProfile.js';
import { alone, askInOrder, BACK, type Back, type Heading } from '../kit/sequence.js';
import { ask, pick } from '../kit/steps.js';
import { applyChanges, readSharedFiles, valueOf } from './applyChanges.js';
import { askField } from './askField.js';
import { keptNote } from './keysPlace.js';
import { whileKept } from './whileKept.js';
import { knownNames, withValues, type ProfileContext, type ProfileDraft } from './profileDraft.js';

const EMPTY: ProfileDraft = { name: '', values: new Map(), session: undefined };

/** "Add Profile…". @throws UserError, Cancelled */
export async function askNewProfile(keeping: KeysKeeping): Promise<void> {
  const files = await readSharedFiles();
  const asked = await askDraft({ files, profile: undefined });
  const where = await addAsked(files, asked, keeping);
  const { kind, draft } = asked;
  await offerToAssume(
    l10n.t('The profile {0} is in {1}.', draft.name, where),
    kind === 'keys' ? undefined : draft.name,
  );
}

/** What is not given is asked for. @returns the name that it got @throws UserError, Cancelled */
export async function addGivenProfile(keeping: KeysKeeping, given: GivenProfile): Promise<string> {
  const files = await readSharedFiles();
  const context = { files, profile: undefined };
  const { initial, open } = begun(given, knownNames(files).profiles);
  const steps = [
    { ask: (draft: ProfileDraft, heading: Heading) => askName(draft, heading, files) },
    ...open.map((name) => ({
      ask: (draft: ProfileDraft, heading: Heading) => askField(name, heading, context, draft),
    })),
  ];
  const draft = await askInOrder(l10n.t('Add Profile'), steps, initial);
  if (draft === BACK) {
    throw new Cancelled();
  }
  await addAsked(files, { kind: given.kind, draft }, keeping);
  return draft.name;
}

interface Asked {
  readonly kind: AskedKind;
  readonly draft: ProfileDraft;
}

/** @returns the files, for people @throws UserError, Cancelled */
async function addAsked(files: SharedFiles, { kind, draft }: Asked, keeping: KeysKeeping): Promise<string> {
  if (kind === 'keys' && draft.keysPlace === 'secret-storage') {
    return addKept(files, draft, keeping);
  }
  const { name, session } = draft;
  const said = new Map([...draft.values].filter(([, value]) => value !== undefined));
  const isKey = (key: string) => key.startsWith('aws_');
  const changes = valueOf(
    addProfile(files, {
      name,
      session,
      config: new Map([...said].filter(([key]) => !isKey(key))),
      credentials: new Map([...said].filter(([key]) => isKey(key))),
    }),
  );
  return applyChanges(changes, {
    question: l10n.t('Add the profile {0}?', name),
    detail: sentences(kind === 'keys' ? keysNote(changes) : undefined, brokenNote(files, changes, name)),
    button: l10n.t('Add'),
  });
}

/** A profile whose keys no file has. */
async function addKept(files: SharedFiles, { name, values }: ProfileDraft, keeping: KeysKeeping): Promise<string> {
  const keys = {
    accessKeyId: values.get('aws_access_key_id') ?? '',
    secretAccessKey: values.get('aws_secret_access_key') ?? '',
  };
  const region = values.get('region');
  return whileKept(keeping, new Map([[name, keys]]), async (commands) => {
    const config = new Map([
      ['credential_process', commands.get(name)],
      ...(region ? [['region', region] as const] : []),
    ]);
    const changes = valueOf(addProfile(files, { name, config, credentials: new Map() }));
    return applyChanges(changes, {
      question: l10n.t('Add the profile {0}?', name),
      detail: keptNote(),
      button: l10n.t('Add'),
      first: keeping.begin,
    });
  });
}

/** What is known of the profile, under a name that is free, and what is still to be asked. */
function begun(given: GivenProfile, taken: readonly string[]) {
  const name = freeName(given.name, taken);
  const { region } = given;
  switch (given.kind) {
    case 'keys': {
      const { accessKeyId: aws_access_key_id, secretAccessKey: aws_secret_access_key } = given.accessKey;
      const keys = { aws_access_key_id, aws_secret_access_key, region };
      return { initial: withValues({ ...EMPTY, name }, keys), open: ['keysPlace'] as const };
    }
    case 'role': {
      const { roleArn: role_arn, sourceProfile: source_profile, externalId: external_id } = given;
      const role = { role_arn, source_profile, external_id, region };
      const open = source_profile === undefined ? (['source'] as const) : [];
      return { initial: withValues({ ...EMPTY, name }, role), open };
    }
  }
}

function freeName(wanted: string, taken: readonly string[]): string {
  for (let number = 2; ; number++) {
    const name = number === 2 && !taken.includes(wanted) ? wanted : `${wanted}-${number}`;
    if (!taken.includes(name)) {
      return name;
    }
  }
}

async function askDraft(context: ProfileContext): Promise<Asked> {
  const title = l10n.t('Add Profile');
  let chosen: AskedKind | undefined;
  for (;;) {
    const kind = await askKind(title, chosen);
    if (kind === BACK) {
      throw new Cancelled();
    }
    chosen = kind;
    const fields = FIELDS[kind].map((name) => ({
      ask: (draft: ProfileDraft, heading: Heading) => askField(name, heading, context, draft),
    }));
    const naming = { ask: (draft: ProfileDraft, heading: Heading) => askName(draft, heading, context.files) };
    const draft = await askInOrder(title, [naming, ...fields], EMPTY, true);
    if (draft !== BACK) {
      return { kind, draft };
    }
  }
}

async function askKind(title: string, chosen: AskedKind | undefined): Promise<AskedKind | Back> {
  return pick<AskedKind>({
    heading: alone(title, false),
    placeholder: l10n.t('Where does the profile have its credentials from?'),
    choices: [
      {
        label: `$(shield) ${l10n.t('A Role')}`,
        description: l10n.t('assumed with another profile’s credentials, or the machine’s'),
        value: 'role',
      },
      {
        label: `$(account) ${l10n.t('IAM Identity Center')}`,
        description: l10n.t('a permission set in an account, by a sign-in in the browser'),
        value: 'identity-center',
      },
      {
        label: `$(key) ${l10n.t('Access Key of an IAM User')}`,
        description: l10n.t('in the secret storage of the editor, or in the credentials file'),
        value: 'keys',
      },
    ],
    active: (kind) => kind === chosen,
  });
}

async function askName(draft: ProfileDraft, heading: Heading, files: SharedFiles): Promise<ProfileDraft | Back> {
  const { profiles } = knownNames(files);
  const name = await ask({
    heading,
    prompt: l10n.t('The name of the profile. “default” is the one of whoever names none.'),
    value: draft.name,
    validate: (text) => newNameProblem(text, profiles),
  });
  return name === BACK ? BACK : { ...draft, name };
}

/** What it means that keys lie in a file. */
export function keysNote(changes: Changes): string {
  const file = changes.find(({ isCredentials }) => isCredentials)?.file;
  return sentences(
    file === undefined
      ? l10n.t('The keys lie in the config file in the clear, where the ones before did.')
      : l10n.t('The keys lie in {0} in the clear. It is made readable for you alone (mode 0600).', file),
    l10n.t('Every program that runs as you can read them there, and they are valid until you deactivate them in IAM.'),
    l10n.t('The comparison does not show the secret access key.'),
  );
}

/** Why the profile could not be assumed as it would be; undefined where it could, or is no role. */
export function brokenNote(files: SharedFiles, changes: Changes, name: string): string | undefined {
  const roles = listRoles({ files: withChanges(files, changes), settings: [], environment: editorEnvironment() });
  const entry = roles.find(({ id }) => id === `profile:${name}`);
  return entry?.kind === 'broken'
    ? l10n.t('It could not be assumed as it is: {0}', problemText(entry.problem))
    : undefined;
}

async function offerToAssume(done: string, profile: string | undefined): Promise<void> {
  const assume = l10n.t('Assume Role');
  const chosen = await window.showInformationMessage(done, ...(profile === undefined ? [] : [assume]));
  if (chosen === assume && profile !== undefined) {
    await invokeCommand('roleSessions.assumeRole', `profile:${profile}`);
  }
}
