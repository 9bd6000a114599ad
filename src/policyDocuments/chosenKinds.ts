import { kindByFileName, POLICY_KINDS, type PolicyKind } from '../iam/policyKind.js';
import { guessedKind, type PolicyTree } from '../iam/policyTree.js';

/** Of the editor's, what is needed here. */
interface Place {
  readonly path: string;
  toString(): string;
}

interface Values {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'roleSessions.policyKinds';
const MOST = 50;

type Kept = readonly (readonly [uri: string, kind: PolicyKind])[];

/** What the user has said of documents, kept in the workspace: nothing in a document tells it for certain. */
export class ChosenKinds {
  constructor(private readonly memento: Values) {}

  /** As it was chosen, or else as the file's name says, or else as what stands in it. */
  of(uri: Place, tree: PolicyTree): PolicyKind {
    const [, chosen] = this.kept().find(([of]) => of === uri.toString()) ?? [];
    return chosen ?? kindByFileName(uri.path.slice(uri.path.lastIndexOf('/') + 1)) ?? guessedKind(tree);
  }

  async choose(uri: Place, kind: PolicyKind): Promise<void> {
    const others = this.kept().filter(([of]) => of !== uri.toString());
    await this.memento.update(KEY, [[uri.toString(), kind], ...others].slice(0, MOST));
  }

  private kept(): Kept {
    const kept = this.memento.get(KEY);
    return Array.isArray(kept) ? kept.filter(isKept) : [];
  }
}

function isKept(entry: unknown): entry is Kept[number] {
  return Array.isArray(entry) && typeof entry[0] === 'string' && POLICY_KINDS.some((kind) => kind === entry[1]);
}
