import type { Disposable } from '../listeners.js';

/** What is made when somebody first asks for it. Making that failed is tried again by the next who asks. */
export class Lazy<T extends Disposable> implements Disposable {
  private made: Promise<T> | undefined;

  constructor(private readonly make: () => Promise<T>) {}

  get(): Promise<T> {
    if (this.made === undefined) {
      const made = this.make();
      this.made = made;
      made.catch(() => {
        this.made = undefined;
      });
    }
    return this.made;
  }

  dispose(): void {
    this.made?.then(
      (thing) => thing.dispose(),
      () => undefined,
    );
  }
}
