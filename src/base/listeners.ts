export interface Disposable {
  dispose(): unknown;
}

/** A `vscode.Event` for rooms that know no editor. */
export type ChangeEvent<T = void> = (listener: (value: T) => unknown) => Disposable;

export class Listeners {
  private readonly listeners = new Set<() => unknown>();

  readonly event: ChangeEvent = (listener) => {
    const own = (): unknown => listener();
    this.listeners.add(own);
    return { dispose: () => this.listeners.delete(own) };
  };

  fire(): void {
    for (const listener of [...this.listeners]) {
      listener();
    }
  }

  clear(): void {
    this.listeners.clear();
  }
}
