import { QuickInputButtons, QuickPickItemKind, window } from 'vscode';
import type { Disposable, QuickInput, QuickInputButton, QuickPickItem } from 'vscode';
import { Cancelled } from '../../base/errors.js';
import { BACK, type Back, type Heading } from './sequence.js';

interface ChoiceButton<T> {
  readonly button: QuickInputButton;
  readonly value: T;
}

export interface Choice<T> extends Pick<QuickPickItem, 'label' | 'description' | 'detail' | 'alwaysShow'> {
  readonly value: T;
  readonly buttons?: readonly ChoiceButton<T>[];
}

interface Separator {
  readonly separator: string;
}

type Item<T> = QuickPickItem & { readonly choice?: Choice<T> };

interface PickOptions<T> {
  readonly heading: Heading;
  readonly placeholder: string;
  readonly choices: readonly (Choice<T> | Separator)[];
  /** The choice to start at; default: the first. */
  readonly active?: (value: T) => boolean;
}

/** Asks for one of several. @throws Cancelled */
export async function pick<T>({ heading, placeholder, choices, active }: PickOptions<T>): Promise<T | Back> {
  const picker = window.createQuickPick<Item<T>>();
  place(picker, heading);
  picker.placeholder = placeholder;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = choices.map(itemOf);
  const start = picker.items.filter(({ choice }) => choice !== undefined && active?.(choice.value) === true);
  if (start.length > 0) {
    picker.activeItems = start; // none would leave Enter without anything to choose
  }
  picker.buttons = backButton(heading);
  return answered<T>(picker, (resolve) => [
    picker.onDidAccept(() => {
      const choice = picker.selectedItems[0]?.choice;
      if (choice !== undefined) {
        resolve(choice.value);
      }
    }),
    picker.onDidTriggerItemButton(({ item, button }) => {
      const pressed = item.choice?.buttons?.find((candidate) => candidate.button === button);
      if (pressed !== undefined) {
        resolve(pressed.value);
      }
    }),
    picker.onDidTriggerButton(() => resolve(BACK)),
  ]);
}

/** Asks for any number of several. @throws Cancelled */
export async function pickMany<T>(
  { heading, placeholder, choices }: Omit<PickOptions<T>, 'active'>,
  selected: (value: T) => boolean,
): Promise<readonly T[] | Back> {
  const picker = window.createQuickPick<Item<T>>();
  place(picker, heading);
  picker.placeholder = placeholder;
  picker.canSelectMany = true;
  picker.items = choices.map(itemOf);
  picker.selectedItems = picker.items.filter(({ choice }) => choice !== undefined && selected(choice.value));
  picker.buttons = backButton(heading);
  return answered<readonly T[]>(picker, (resolve) => [
    picker.onDidAccept(() => resolve(picker.selectedItems.flatMap(({ choice }) => (choice ? [choice.value] : [])))),
    picker.onDidTriggerButton(() => resolve(BACK)),
  ]);
}

interface AskOptions {
  readonly heading: Heading;
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly password?: boolean;
  /** What is wrong with what has been typed; undefined where nothing is. */
  readonly validate: (text: string) => string | undefined | Promise<string | undefined>;
}

/** Asks for a line of text, without what blanks surround it. @throws Cancelled */
export async function ask(options: AskOptions): Promise<string | Back> {
  const { heading, prompt, value = '', placeholder, password = false, validate } = options;
  const input = window.createInputBox();
  place(input, heading);
  input.prompt = prompt;
  input.value = value;
  input.placeholder = placeholder;
  input.password = password;
  input.buttons = backButton(heading);
  let checked = 0;
  const check = async (): Promise<boolean> => {
    const mine = ++checked;
    const problem = await validate(input.value.trim());
    if (mine === checked) {
      input.validationMessage = problem;
    }
    return problem === undefined && mine === checked;
  };
  return answered<string>(input, (resolve) => [
    input.onDidChangeValue(() => void check()),
    input.onDidAccept(() => void check().then((valid) => valid && resolve(input.value.trim()))),
    input.onDidTriggerButton(() => resolve(BACK)),
  ]);
}

function itemOf<T>(choice: Choice<T> | Separator): Item<T> {
  if ('separator' in choice) {
    return { label: choice.separator, kind: QuickPickItemKind.Separator };
  }
  const { label, description, detail, alwaysShow, buttons = [] } = choice;
  return {
    label,
    ...(description !== undefined && { description }),
    ...(detail !== undefined && { detail }),
    ...(alwaysShow !== undefined && { alwaysShow }),
    buttons: buttons.map(({ button }) => button),
    choice,
  };
}

function place(input: QuickInput, { title, step, of }: Heading): void {
  input.title = title;
  input.step = step === 0 ? undefined : step;
  input.totalSteps = step === 0 ? undefined : of;
  input.ignoreFocusOut = true; // people look things up elsewhere meanwhile
}

function backButton({ canGoBack }: Heading): QuickInputButton[] {
  return canGoBack ? [QuickInputButtons.Back] : [];
}

async function answered<T>(
  input: QuickInput,
  listen: (resolve: (answer: T | Back) => void) => Disposable[],
): Promise<T | Back> {
  const listeners: Disposable[] = [];
  try {
    return await new Promise<T | Back>((resolve, reject) => {
      listeners.push(
        ...listen(resolve),
        input.onDidHide(() => reject(new Cancelled())),
      );
      input.show();
    });
  } finally {
    for (const listener of listeners) {
      listener.dispose();
    }
    input.dispose();
  }
}
