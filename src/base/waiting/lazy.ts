import type { Disposable } from '../listeners.js';

/** What is made when somebody first asks for it. Making that failed is tried again by the next who asks. */
export class FirstUse<T> {
  private made: Promise<T> | undefined;
  private thing: T | undefined;

  constructor(private readonly make: () => Promise<T>) {}

  /** Undefined until it is made. */
  get now(): T | undefined {
    return this.thing;
  }

  get(): Promise<T> {
    if (this.made === undefined) {
      const made = this.make();
      this.made = made;
      made.then(
        (thing) => (this.thing = thing),
        () => (this.made = undefined),
      );
    }
    return this.made;
  }

  /** Once it is made; never where nobody asks. */
  protected whenMade(then: (thing: T) => void): void {
    this.made?.then(then, () => undefined);
  }
}

/** The same of something that is to be disposed of. */
export class Lazy<T extends Disposable> extends FirstUse<T> implements Disposable {
  dispose(): void {
    this.whenMade((thing) => void thing.dispose());
  }
}
