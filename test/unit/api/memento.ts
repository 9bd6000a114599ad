/** As the editor's global state: what is written is read at once. */
export class FakeMemento {
  readonly kept = new Map<string, unknown>();

  get = (key: string): unknown => this.kept.get(key);
  update = (key: string, value: unknown): Promise<void> => {
    this.kept.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  };
}
