import type { Memento, SecretStorage } from 'vscode';

/** What the editor gives an extension to keep things in, in memory. */
export class Store implements Memento, SecretStorage {
  readonly values = new Map<string, unknown>();
  /** What a change waits for before it takes effect. */
  delay: () => Promise<unknown> = () => Promise.resolve();
  private readonly listeners = new Set<(event: { readonly key: string }) => unknown>();
  readonly onDidChange = (listener: (event: { readonly key: string }) => unknown) => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };
  keys = (): never => [...this.values.keys()] as never;
  get(key: string, fallback?: unknown): never {
    return (this.values.get(key) ?? fallback) as never;
  }
  update = (key: string, value: unknown) => this.delay().then(() => void this.values.set(key, value));
  store = (key: string, value: string) => this.delay().then(() => this.set(key, value));
  delete = (key: string) => this.delay().then(() => this.set(key, undefined));

  private set(key: string, value: string | undefined): void {
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
    for (const listener of [...this.listeners]) listener({ key });
  }
}
