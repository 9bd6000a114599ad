import type { CommandId } from '../base/commandIds.js';
import type { CommandTable } from './commands.js';

/** Commands whose handlers are loaded when the first of them is run: it waits for them, and throws what that throws. */
export function lazyCommands<Id extends CommandId>(
  ids: readonly Id[],
  load: () => Promise<CommandTable<NoInfer<Id>>>,
): CommandTable<Id> {
  const handlers = ids.map((id) => [id, async (...args: unknown[]) => (await load())[id](...args)] as const);
  return Object.fromEntries(handlers) as CommandTable<Id>;
}
