/** What AWS has against a call, as far as it tells something of who made it. */
type CallRefusal = 'expired' | 'unknownKeys' | 'denied';

/** Longer codes that begin with a shorter one are the same refusal. */
const CODES: readonly (readonly [code: string, refusal: CallRefusal])[] = [
  ['ExpiredToken', 'expired'],
  ['RequestExpired', 'expired'],
  ['InvalidClientTokenId', 'unknownKeys'],
  ['InvalidAccessKeyId', 'unknownKeys'],
  ['UnrecognizedClientException', 'unknownKeys'],
  ['AccessDenied', 'denied'],
  ['UnauthorizedOperation', 'denied'],
];

export interface Refused {
  readonly code: string;
  readonly refusal: CallRefusal;
  /** AWS's own, of a denial: the line that says who may not do what. */
  readonly sentence: string | undefined;
}

const SENTENCE = /is not authorized to perform|\(AccessDenied\)/;

/** The end of what a command prints says why it failed. */
const TAIL = 8 * 1024;
/** More is read of no command. */
const MOST = 2 * 1024 * 1024;

/** The end of a text that comes in parts. */
export class OutputTail {
  private text = '';
  private length = 0;

  /** Whether more is wanted. */
  add(part: string): boolean {
    this.length += part.length;
    this.text = (this.text + part).slice(-TAIL);
    return this.length < MOST;
  }

  /** The first of these codes, by which keys matter more than rights; nothing else of the text is kept. */
  refusal(): Refused | undefined {
    const found = CODES.find(([code]) => this.text.includes(code));
    const sentence = this.text.split(/[\r\n]+/).findLast((line) => SENTENCE.test(line));
    this.text = '';
    return found && { code: found[0], refusal: found[1], sentence: found[1] === 'denied' ? sentence : undefined };
  }
}
