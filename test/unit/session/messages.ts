// Messages that the editor leaves open, so that their buttons may be pressed long after, and the commands that they run.

/** A message that nobody has closed. */
interface Shown {
  readonly text: string;
  readonly button: string;
  /** And what came of that is done. */
  readonly press: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const editor = { shown: [] as Shown[], invoked: [] as string[] };

function show(text: string, button: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const answer = async (pressed: string | undefined): Promise<void> => {
      resolve(pressed);
      await new Promise((done) => setImmediate(done));
    };
    editor.shown.push({ text, button, press: () => answer(button), close: () => answer(undefined) });
  });
}

const executeCommand = (command: string, ...args: readonly unknown[]) =>
  Promise.resolve(void editor.invoked.push([command, ...args.map((arg) => JSON.stringify(arg))].join(' ')));

/** For `vi.mock`, in a workspace with two folders. */
export const messages = {
  commands: { executeCommand },
  window: { showWarningMessage: show, showInformationMessage: show },
  workspace: { workspaceFolders: ['api', 'web'].map((name) => ({ name, uri: `file:///${name}` })) },
};

export const press = (which = 0): Promise<void> => editor.shown[which]!.press();

/** "The session of …: [Button]", of all messages, and those after the first ones. */
export const said = (after = 0): readonly string[] =>
  editor.shown.slice(after).map(({ text, button }) => `${text} [${button}]`);
