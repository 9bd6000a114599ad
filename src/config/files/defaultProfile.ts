import { firstProblem, readProfiles } from './profiles.js';
import type { SharedFiles } from './fileText.js';

/** What a program takes from the AWS files that names no profile, before it asks a container's endpoint. */
export type DefaultProfile =
  | 'nothing'
  /** Or what nobody can know: files that cannot be read, and options that are new. */
  | 'credentials'
  /** From files of tools before these, which no variable of the AWS files keeps from being read (botocore BotoProvider). */
  | 'legacy';

/** Options by which nobody becomes anybody. */
const HARMLESS = /^(region|output|cli_\w+|s3|max_attempts|retry_mode|defaults_mode|parameter_validation|ca_bundle)$/;

export function defaultProfile(files: SharedFiles): DefaultProfile {
  const { byName, refusal, unreadConfig, problems, legacy } = readProfiles(files);
  if (legacy !== undefined) {
    return 'legacy';
  }
  const found = byName.get('default');
  const sections = [found?.config, found?.credentials].filter((each) => each !== undefined);
  const isUnread = [refusal, unreadConfig, ...problems, ...(found?.problems ?? [])].some((each) => each !== undefined);
  const isPlain = sections.every(
    (located) =>
      firstProblem(located) === undefined && [...located.section.options.keys()].every((name) => HARMLESS.test(name)),
  );
  return isPlain && !isUnread ? 'nothing' : 'credentials';
}
