import * as l10n from '../../base/l10n.js';
import type { Place, Problem } from '../../base/place.js';
import { shellWords } from '../../process/shellWords.js';
import type { Field } from '../rules/fields.js';
import { at, openFile, placed, whyUnread, whyUnreadable, type SharedFiles } from './fileText.js';
import type { IniFile, IniOption, IniSection, IniValue } from './ini.js';

export interface Located {
  readonly file: string;
  readonly section: IniSection;
}

/**
 * A profile's sections in the two files. Per key the credentials file wins, for every key and also for role_arn: the
 * AWS CLI updates the config file's profile with the credentials file's (botocore Session.full_config). The keys of a
 * user are the exception: see `keysOf`.
 */
export interface Profile {
  readonly name: string;
  readonly place: Place;
  readonly credentials: Located | undefined;
  readonly config: Located | undefined;
  readonly problems: readonly Problem[];
}

/** A section with a role in it that the AWS CLI does not take for a profile. */
interface Stray {
  readonly id: string;
  readonly name: string;
  readonly problem: Problem;
}

export interface Profiles {
  readonly byName: ReadonlyMap<string, Profile>;
  readonly services: ReadonlyMap<string, Located>;
  /** The sections of IAM Identity Center, by name. */
  readonly ssoSessions: ReadonlyMap<string, Located>;
  /** Bare section names of the config file, to explain a source_profile that does not exist. */
  readonly bareSections: ReadonlySet<string>;
  readonly strays: readonly Stray[];
  /** See `SharedFiles`. */
  readonly legacy: string | undefined;
  /** What concerns no profile in particular. */
  readonly problems: readonly Problem[];
  /** Why no profile can be told: which file holds a part of each is not known. */
  readonly refusal: Problem | undefined;
  /** Why nobody knows what the config file says. */
  readonly unreadConfig: Problem | undefined;
}

/** A profile's value as the AWS CLI would read it. */
export function lookUp(profile: Profile, name: string): Field | undefined {
  const found = find(profile, name);
  return found && { name, value: found.option.value, place: at(found.file, found.option.line) };
}

export interface KeyFields {
  readonly accessKeyId: Field | undefined;
  readonly secretAccessKey: Field | undefined;
  readonly sessionToken: Field | undefined;
  readonly file: 'credentials' | 'config';
}

/**
 * The keys written in a profile, or undefined. They are never mixed from both files: where the credentials file has
 * aws_access_key_id all come from there, else from the config file (botocore SharedCredentialProvider and
 * ConfigProvider, which also prefer the old name aws_security_token).
 */
export function keysOf(profile: Profile): KeyFields | undefined {
  const file = profile.credentials?.section.options.has('aws_access_key_id')
    ? 'credentials'
    : profile.config?.section.options.has('aws_access_key_id')
      ? 'config'
      : profile.credentials?.section.options.has('aws_secret_access_key')
        ? 'credentials'
        : 'config';
  const located = profile[file];
  const field = (name: string): Field | undefined => {
    const option = located?.section.options.get(name);
    return located && option && { name, value: option.value, place: at(located.file, option.line) };
  };
  const token = field('aws_security_token') ?? field('aws_session_token');
  const accessKeyId = field('aws_access_key_id');
  const secretAccessKey = field('aws_secret_access_key');
  if (accessKeyId === undefined && secretAccessKey === undefined) {
    return undefined;
  }
  return {
    accessKeyId,
    secretAccessKey,
    // An empty one is no token, and hides the other.
    sessionToken: token?.value === '' ? undefined : token,
    file,
  };
}

/** What a section says, by name. */
export function sectionFields({ file, section }: Located): ReadonlyMap<string, Field> {
  return new Map(
    [...section.options].map(([name, { value, line }]) => [name, { name, value, place: at(file, line) }] as const),
  );
}

/** What is malformed in a section, and where. */
export function firstProblem(located: Located): Problem | undefined {
  return problemsOf(located)[0];
}

/** One entry of the block that a `services` section holds for a service. */
export function serviceField(services: Located, service: string, name: string): Field | undefined {
  const value: IniValue | undefined = services.section.options.get(service)?.nested?.get(name);
  return value && { name, value: value.value, place: at(services.file, value.line) };
}

/** Of a section of the config file that is a profile. botocore build_profile_map: the first word only has to start so. */
export function profileNameIn(header: string): string | undefined {
  return header === 'default' ? 'default' : header.startsWith('profile') ? nameIn(header) : undefined;
}

function nameIn(header: string): string | undefined {
  const words = shellWords(header);
  return words?.length === 2 ? words[1] : undefined;
}

export function readProfiles(files: SharedFiles): Profiles {
  const { config, credentials } = files;
  const builder = new Builder(files.legacy, whyUnread(config) ?? whyUnread(credentials), whyUnreadable(config));
  builder.addConfig(config.file, openFile(config, builder.problems));
  builder.addCredentials(credentials.file, openFile(credentials, builder.problems));
  return builder.finish();
}

class Builder implements Profiles {
  readonly byName = new Map<string, Profile>();
  readonly services = new Map<string, Located>();
  readonly ssoSessions = new Map<string, Located>();
  readonly bareSections = new Set<string>();
  readonly strays: Stray[] = [];
  readonly problems: Problem[] = [];

  constructor(
    readonly legacy: string | undefined,
    readonly refusal: Problem | undefined,
    readonly unreadConfig: Problem | undefined,
  ) {}

  finish(): this {
    const { refusal } = this;
    if (refusal !== undefined) {
      for (const [name, profile] of this.byName) {
        this.byName.set(name, { ...profile, problems: [refusal, ...profile.problems] });
      }
    }
    return this;
  }

  addConfig(file: string, ini: IniFile): void {
    for (const section of ini.sections) {
      this.addConfigSection({ file, section });
    }
  }

  addCredentials(file: string, ini: IniFile): void {
    for (const section of ini.sections) {
      if (section.header === '') {
        this.addStray({ file, section });
        continue;
      }
      const located: Located = { file, section };
      const known = this.byName.get(section.header);
      this.byName.set(section.header, {
        ...(known ?? { name: section.header, place: at(file, section.line), config: undefined }),
        credentials: located,
        problems: [...(known?.problems ?? []), ...problemsOf(located)],
      });
    }
  }

  /** Of two equal names the later replaces. */
  private addConfigSection(located: Located): void {
    const { header } = located.section;
    const name = nameIn(header);
    const profile = profileNameIn(header);
    if (profile !== undefined) {
      this.addProfile(profile, located);
    } else if (header.startsWith('services') && name !== undefined) {
      this.services.set(name, located);
      this.problems.push(...problemsOf(located));
    } else if (header.startsWith('sso-session')) {
      this.problems.push(...problemsOf(located));
      if (name !== undefined) {
        this.ssoSessions.set(name, located);
      }
    } else {
      this.bareSections.add(header);
      this.addStray(located);
    }
  }

  private addProfile(name: string, located: Located): void {
    this.byName.set(name, {
      name,
      place: at(located.file, located.section.line),
      config: located,
      credentials: undefined,
      problems: [...(this.byName.get(name)?.problems ?? []), ...problemsOf(located)],
    });
  }

  private addStray(located: Located): void {
    const { file, section } = located;
    const [first] = problemsOf(located);
    if (first === undefined && !section.options.has('role_arn')) {
      return;
    }
    this.strays.push({
      id: `section:${file}:${section.line}`,
      name: section.header === '' ? l10n.t('line {0}', section.line) : section.header,
      problem: first ?? strayProblem(located),
    });
  }
}

function strayProblem({ file, section }: Located): Problem {
  const place = at(file, section.line);
  if (section.header.startsWith('profile')) {
    const hint = l10n.t(
      'Write [profile NAME]; a name with spaces or special characters needs quotes: [profile "my role"].',
    );
    return { message: l10n.t('The section header on line {0} names no profile.', section.line), hint, place };
  }
  return {
    message: l10n.t(
      'The section [{0}] is not a profile: in this file a profile’s header starts with “profile”.',
      section.header,
    ),
    hint: l10n.t('Write [profile {0}].', /\s/.test(section.header) ? `"${section.header}"` : section.header),
    place,
  };
}

function find(profile: Profile, name: string): { readonly file: string; readonly option: IniOption } | undefined {
  for (const located of [profile.credentials, profile.config]) {
    const option = located?.section.options.get(name);
    if (located && option) {
      return { file: located.file, option };
    }
  }
  return undefined;
}

function problemsOf({ file, section }: Located): Problem[] {
  return section.problems.map((problem) => placed(file, problem));
}
