import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readPrivateJson, writePrivateJson } from '../../base/files/privateJson.js';
import type { IdentityCenterSource } from '../../model/plan/source.js';

type Portal = Pick<IdentityCenterSource, 'startUrl' | 'region'>;

/** Of all portals at once. */
const EVERY = 'every';

/** That portals of IAM Identity Center were signed out of, in whichever window: a file for each. No secret, no name. */
export class SignOuts {
  constructor(private readonly folder: string) {}

  /** Of a portal, or of every one. @throws UserError naming the file where that cannot be written */
  async tell(portal: Portal | undefined): Promise<void> {
    await writePrivateJson(this.file(portal), { mark: randomUUID() });
  }

  /** A text that is another one after each sign-out. @throws UserError naming the file where it cannot be read */
  async of(portal: Portal): Promise<string> {
    return JSON.stringify(await Promise.all([portal, undefined].map((each) => readPrivateJson(this.file(each)))));
  }

  private file(portal: Portal | undefined): string {
    const name =
      portal === undefined
        ? EVERY
        : createHash('sha256')
            .update(JSON.stringify([portal.startUrl, portal.region]))
            .digest('hex')
            .slice(0, 32);
    return join(this.folder, `${name}.json`);
  }
}
