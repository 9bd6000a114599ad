import { appendFileSync, mkdirSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../base/errors.js';

const CURRENT = 'audit.jsonl';
/** By when they were put aside, in milliseconds since the epoch. */
const OLDER = /^audit-(\d+)\.jsonl$/;

export interface AuditLimits {
  /** Bytes; a file that is larger is put aside. */
  readonly most: number;
  /** How many of those are kept. */
  readonly older: number;
}

const LIMITS: AuditLimits = { most: 1_000_000, older: 9 };

/**
 * A log of lines in a folder of the user's alone, to which all windows of the machine write. Where two put the file
 * aside at once, each puts aside what is there: nothing is lost.
 */
export class AuditFiles {
  /** One after the other, so that lines stand in the order of what they tell of. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly limits: AuditLimits = LIMITS,
  ) {}

  /** @param line with its line feed. @throws as node:fs does */
  append(line: string): Promise<void> {
    return this.next(async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await this.rotate();
      await appendFile(join(this.folder, CURRENT), line, { mode: 0o600 });
    });
  }

  /** Where nothing is waited for any more. @throws as node:fs does */
  appendAtOnce(line: string): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    appendFileSync(join(this.folder, CURRENT), line, { mode: 0o600 });
  }

  /** All lines, the oldest first; once what this window writes is written. @throws as node:fs does */
  async read(): Promise<string> {
    await this.last;
    const texts = await Promise.all([...(await this.older()), CURRENT].map((name) => this.text(name)));
    return texts.join('');
  }

  /** @throws as node:fs does */
  clear(): Promise<void> {
    return this.next(async () => {
      await Promise.all([...(await this.older()), CURRENT].map((name) => this.remove(name)));
    });
  }

  private async rotate(): Promise<void> {
    const { size } = await stat(join(this.folder, CURRENT)).catch(ifGone({ size: 0 }));
    if (size <= this.limits.most) {
      return;
    }
    const names = await this.older();
    const newest = Number(OLDER.exec(names.at(-1) ?? '')?.[1] ?? 0);
    const aside = join(this.folder, `audit-${Math.max(Date.now(), newest + 1)}.jsonl`);
    await rename(join(this.folder, CURRENT), aside).catch(ifGone(undefined));
    const tooMany = names.slice(0, Math.max(0, names.length + 1 - this.limits.older));
    await Promise.all(tooMany.map((name) => this.remove(name)));
  }

  /** The oldest first. */
  private async older(): Promise<string[]> {
    const names = await readdir(this.folder).catch(ifGone<string[]>([]));
    const moment = (name: string) => Number(OLDER.exec(name)?.[1]);
    return names.filter((name) => OLDER.test(name)).sort((a, b) => moment(a) - moment(b));
  }

  private text(name: string): Promise<string> {
    return readFile(join(this.folder, name), 'utf8').catch(ifGone(''));
  }

  private remove(name: string): Promise<void> {
    return rm(join(this.folder, name), { force: true });
  }

  private next(work: () => Promise<void>): Promise<void> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }
}

/** Another window may have put it aside, or cleared it. */
function ifGone<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (errorCode(error) === 'ENOENT') {
      return instead;
    }
    throw error;
  };
}
