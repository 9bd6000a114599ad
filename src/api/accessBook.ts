import { isSameAsked, type Allowance, type AskedFor, type ExtensionAccess, type ProductionAnswer } from './access.js';
import type { CallingExtension } from './caller.js';

const EXTENSION_ACCESS = 'extensionAccess';

interface State {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** What the user has said to extensions, kept for all windows of this machine, and read anew each time. */
export class AccessBook {
  constructor(private readonly state: State) {}

  /** Of whatever shape it is: what cannot be read allows nothing. */
  list(): readonly ExtensionAccess[] {
    const kept = this.state.get(EXTENSION_ACCESS);
    return Array.isArray(kept) ? kept.filter(isExtensionAccess) : [];
  }

  of(extension: string): ExtensionAccess | undefined {
    return this.list().find((one) => one.extension === extension);
  }

  /** What was said to production roles stays. */
  async answer({ id, name }: Pick<CallingExtension, 'id' | 'name'>, allowance: Allowance, now: number): Promise<void> {
    const production = this.of(id)?.production ?? [];
    await this.write(id, { extension: id, name, allowance, since: now, production });
  }

  /** Of an extension that has had an answer for itself; else it says nothing. */
  async answerProduction(extension: string, answer: ProductionAnswer): Promise<void> {
    const access = this.of(extension);
    if (access !== undefined) {
      await this.write(extension, { ...access, production: [...othersThan(access, answer), answer] });
    }
  }

  /** It is asked about anew. */
  async withdraw(extension: string): Promise<void> {
    await this.write(extension, undefined);
  }

  async withdrawProduction(extension: string, asked: AskedFor): Promise<void> {
    const access = this.of(extension);
    if (access !== undefined) {
      await this.write(extension, { ...access, production: othersThan(access, asked) });
    }
  }

  private async write(extension: string, access: ExtensionAccess | undefined): Promise<void> {
    const others = this.list().filter((one) => one.extension !== extension);
    await this.state.update(EXTENSION_ACCESS, access === undefined ? others : [...others, access]);
  }
}

function othersThan({ production }: ExtensionAccess, asked: AskedFor): readonly ProductionAnswer[] {
  return production.filter((one) => !isSameAsked(one, asked));
}

function isExtensionAccess(value: unknown): value is ExtensionAccess {
  const { extension, name, production } = fieldsOf(value);
  return (
    typeof extension === 'string' &&
    typeof name === 'string' &&
    isAnswer(value) &&
    Array.isArray(production) &&
    production.every(isProductionAnswer)
  );
}

function isProductionAnswer(value: unknown): boolean {
  const { id, arn, title } = fieldsOf(value);
  return typeof id === 'string' && typeof arn === 'string' && typeof title === 'string' && isAnswer(value);
}

function isAnswer(value: unknown): boolean {
  const { allowance, since } = fieldsOf(value);
  return (allowance === 'all' || allowance === 'read-only' || allowance === 'refused') && typeof since === 'number';
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
