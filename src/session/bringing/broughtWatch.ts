import type { SecretStorage } from 'vscode';
import type { Disposable } from '../../base/listeners.js';
import type { Log } from '../../editor/log.js';
import { isBroughtKey } from './entry.js';

/** Newer editors list the keys; in older ones a window hears of what is put there while it is open. */
type Secrets = Pick<SecretStorage, 'onDidChange'> & { keys?(): PromiseLike<readonly string[]> };

/** Hears of what windows of other machines put into the secret store, of whatever form. */
export class BroughtWatch implements Disposable {
  private readonly subscription: Disposable;

  constructor(
    private readonly secrets: Secrets,
    private readonly look: (key: string) => Promise<void>,
    private readonly log: Pick<Log, 'warn'>,
  ) {
    this.subscription = secrets.onDidChange(({ key }) => void this.quietly(() => this.lookAt(key)));
  }

  /** What was put there before this window opened. Never rejects. */
  async lookAround(): Promise<void> {
    await this.quietly(async () => {
      await Promise.all(((await this.secrets.keys?.()) ?? []).map((key) => this.lookAt(key)));
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async lookAt(key: string): Promise<void> {
    if (isBroughtKey(key)) {
      await this.look(key);
    }
  }

  private async quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.warn('Could not look at what was brought from another machine', error);
    }
  }
}
