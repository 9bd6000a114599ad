import type { Node } from 'jsonc-parser';

/** What is wrong, or doubtful, at one place of a policy document. Offsets count UTF-16 code units. */
export interface Finding {
  readonly offset: number;
  readonly length: number;
  /** `error`: AWS refuses the document. `warning`: it takes it, and it does not do what it says. `hint`: look twice. */
  readonly severity: 'error' | 'warning' | 'hint';
  readonly code: FindingCode;
  readonly message: string;
  /** What to write there instead, as JSON. */
  readonly instead: string | undefined;
}

type FindingCode =
  'element' | 'version' | 'effect' | 'sid' | 'principal' | 'action' | 'resource' | 'condition' | 'size' | 'broad';

type Found = (
  severity: Finding['severity'],
  code: FindingCode,
) => (node: Node, message: string, meant?: string) => Finding;

/** `meant`: the text that is meant, where that is known. */
export const found: Found = (severity, code) => (node, message, meant) => ({
  offset: node.offset,
  length: node.length,
  severity,
  code,
  message,
  instead: meant === undefined ? undefined : JSON.stringify(meant),
});
