/** A `vscode.Event<void>` for rooms that unit tests reach without an editor. */
export type ChangeEvent = (listener: () => unknown) => { dispose(): unknown };

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
