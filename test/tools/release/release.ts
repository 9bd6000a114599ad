// Publishes role-sessions.vsix as what it says it is, or says what stands in the way.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../environment.js';
import { disagreements } from './agreement.js';
import { GALLERIES, isGalleryName, type Gallery } from './galleries.js';
import { readVsix, VSIX, type Manifest } from './vsix.js';

const TAGS = 'refs/tags/';

type Env = Readonly<Record<string, string | undefined>>;

const inRoot = (name: string): string => join(ROOT, name);
const read = (file: string): string => readFileSync(file, 'utf8');

/** The tag that was asked for, or the one that the workflow runs for. */
function releaseTag(asked: string | undefined, env: Env): string | undefined {
  const ref = env['GITHUB_REF'] ?? '';
  return asked ?? (ref.startsWith(TAGS) ? ref.slice(TAGS.length) : undefined);
}

const identity = ({ publisher, name, version }: Manifest): string => `${publisher}.${name} ${version}`;

/** What stands in the way of a release, a sentence each. */
function obstacles(tag: string | undefined, inside: Manifest, changelog: string): string[] {
  const manifest = JSON.parse(read(inRoot('package.json'))) as Manifest;
  const lock = JSON.parse(read(inRoot('package-lock.json'))) as Manifest;
  const release = { tag, version: manifest.version, lockVersion: lock.version, changelog };
  const found = disagreements(release);
  if (identity(inside) !== identity(manifest)) {
    found.push(`The .vsix is ${identity(inside)}, package.json is ${identity(manifest)}: run npm run package.`);
  }
  return found;
}

function describe(vsix: string, inside: Manifest, tag: string | undefined): void {
  const bytes = readFileSync(vsix);
  const digest = createHash('sha256').update(bytes).digest('hex');
  console.log(`${identity(inside)}, ${bytes.length} bytes, SHA-256 ${digest}`);
  console.log(`Tag: ${tag ?? 'none'}`);
}

function rehearse(env: Env): void {
  for (const { title, tokenVariable } of Object.values<Gallery>(GALLERIES)) {
    const token = (env[tokenVariable] ?? '') === '' ? 'not set' : 'set';
    console.log(`${title}: would be published with ${tokenVariable} (${token})`);
  }
  console.log('A dry run: nothing was published.');
}

/** @throws Error without the token, even where the gallery repeats it */
async function publish(gallery: Gallery, vsix: string, env: Env): Promise<void> {
  const token = env[gallery.tokenVariable] ?? '';
  if (token === '') throw new Error(`${gallery.title} needs a token in ${gallery.tokenVariable}.`);
  try {
    await gallery.publish(vsix, token);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${gallery.title}: ${message.replaceAll(token, '***')}`);
  }
  console.log(`Published to ${gallery.title}.`);
}

/**
 * Checks the .vsix, and with `--publish` hands it to one gallery.
 * @throws Error with what does not agree, is missing, or what the gallery answered
 */
export async function release(args: readonly string[], env: Env): Promise<void> {
  const text = { type: 'string' } as const;
  const options = { publish: text, tag: text, vsix: text, changelog: text };
  const { values } = parseArgs({ args: [...args], options });
  const { publish: name, vsix = VSIX, changelog = inRoot('CHANGELOG.md') } = values;
  if (name !== undefined && !isGalleryName(name)) {
    throw new Error(`No such gallery: ${name}. There are: ${Object.keys(GALLERIES).join(', ')}.`);
  }
  if (!existsSync(vsix)) throw new Error(`${vsix} is missing: run npm run package.`);
  const tag = releaseTag(values.tag, env);
  const { manifest } = await readVsix(vsix);
  describe(vsix, manifest, tag);
  const found = obstacles(tag, manifest, read(changelog));
  if (name !== undefined && tag === undefined) found.push('A release is published from a tag.');
  if (found.length > 0) throw new Error(found.join('\n'));
  if (name === undefined) rehearse(env);
  else await publish(GALLERIES[name], vsix, env);
}
