// Whether a tag, the manifest, the lock file and the change log speak of the same version.

export interface Release {
  /** As git knows it: "v1.2.3". Undefined when there is none yet. */
  readonly tag: string | undefined;
  readonly version: string;
  /** The version that package-lock.json names. */
  readonly lockVersion: string;
  /** The text of CHANGELOG.md. */
  readonly changelog: string;
}

interface Section {
  readonly title: string;
  readonly empty: boolean;
}

/** The word for a section of changes that no version has yet. */
const UNRELEASED = 'Unreleased';

/** The sections of second level, in their order. */
function sections(changelog: string): Section[] {
  const parts = changelog.replaceAll('\r\n', '\n').split(/^## +/m).slice(1);
  return parts.map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    return { title: heading.trim(), empty: lines.join('').trim() === '' };
  });
}

function changelogComplaints({ tag, version, changelog }: Release): string[] {
  const all = sections(changelog);
  const pending = all.find(({ title }) => title === UNRELEASED);
  const newest = all.find(({ title }) => title !== UNRELEASED);
  const complaints: string[] = [];
  if (newest?.title !== version) {
    const found = newest === undefined ? 'names no version' : `has "${newest.title}" as its newest version`;
    complaints.push(`CHANGELOG.md ${found}; package.json has ${version}.`);
  } else if (newest.empty) {
    complaints.push(`CHANGELOG.md says nothing about ${version}.`);
  }
  if (tag !== undefined && pending !== undefined) {
    complaints.push(`CHANGELOG.md still has changes under "${UNRELEASED}": put them under ${version}.`);
  }
  return complaints;
}

/** What does not agree, a sentence each; empty when all do. Galleries take three numbers and nothing behind them. */
export function disagreements(release: Release): string[] {
  const { tag, version, lockVersion } = release;
  const complaints: string[] = [];
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version)) {
    complaints.push(`"${version}" in package.json is not a version of three numbers.`);
  }
  if (lockVersion !== version) {
    complaints.push(`package-lock.json has version ${lockVersion}, package.json has ${version}: run npm install.`);
  }
  if (tag !== undefined && tag !== `v${version}`) {
    complaints.push(`The tag is ${tag}; for the version in package.json it would be v${version}.`);
  }
  return [...complaints, ...changelogComplaints(release)];
}
