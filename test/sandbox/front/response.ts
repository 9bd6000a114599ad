import { ServerResponse, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

type Shape =
  | { readonly kind: 'plain' }
  | { readonly kind: 'reset'; readonly afterBytes: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number };

type Done = (error?: Error | null) => void;

const SLICES_PER_SECOND = 20;

function bytesOf(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === 'string')
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  return chunk instanceof Uint8Array ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.alloc(0);
}

const doneOf = (...candidates: readonly unknown[]): Done | undefined =>
  candidates.find((candidate): candidate is Done => typeof candidate === 'function');

/** A response whose body can be cut off or slowed down, whoever writes it. */
export class ShapedResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  shape: Shape = { kind: 'plain' };
  /** Called once, as the status line is written. */
  onHead: ((status: number) => void) | undefined;
  private sent = 0;
  private queue: Promise<void> = Promise.resolve();

  override writeHead(...parameters: [status: number, ...rest: never[]]): this {
    this.onHead?.(parameters[0]);
    this.onHead = undefined;
    return super.writeHead(...parameters);
  }

  override write(chunk: unknown, encoding?: BufferEncoding | Done, done?: Done): boolean {
    const bytes = bytesOf(chunk, encoding);
    const callback = doneOf(encoding, done);
    switch (this.shape.kind) {
      case 'plain':
        return callback ? super.write(bytes, callback) : super.write(bytes);
      case 'reset':
        return this.writeUntil(this.shape.afterBytes, bytes, callback);
      case 'slow':
        return this.writeSlowly(this.shape.bytesPerSecond, bytes, callback);
    }
  }

  override end(chunk?: unknown, encoding?: BufferEncoding | Done, done?: Done): this {
    if (this.shape.kind === 'plain') return this.finish(chunk, encoding, done);
    const callback = doneOf(chunk, encoding, done);
    const bytes = bytesOf(chunk, encoding);
    if (!this.headersSent && !this.hasHeader('content-length')) this.setHeader('Content-Length', bytes.length);
    this.flushHeaders();
    if (bytes.length > 0) this.write(bytes);
    if (this.shape.kind === 'reset') {
      if (this.sent < this.shape.afterBytes) this.finish(callback);
      else this.cut();
      return this;
    }
    void this.queue.then(() => this.finish(callback));
    return this;
  }

  private finish(chunk?: unknown, encoding?: BufferEncoding | Done, done?: Done): this {
    const callback = doneOf(chunk, encoding, done);
    const bytes = bytesOf(chunk, encoding);
    return bytes.length > 0 ? super.end(bytes, callback) : super.end(callback);
  }

  private cut(): void {
    // The pieces written so far still leave; then the connection ends, without the end of the body.
    this.socket?.destroySoon();
  }

  private writeUntil(afterBytes: number, bytes: Buffer, done: Done | undefined): boolean {
    const piece = bytes.subarray(0, Math.max(0, afterBytes - this.sent));
    this.sent += piece.length;
    const flowing = piece.length === 0 || super.write(piece);
    if (this.sent >= afterBytes) this.cut();
    done?.();
    return flowing;
  }

  private writeSlowly(bytesPerSecond: number, bytes: Buffer, done: Done | undefined): boolean {
    const size = Math.max(1, Math.ceil(bytesPerSecond / SLICES_PER_SECOND));
    this.queue = this.queue.then(async () => {
      for (let start = 0; start < bytes.length && !this.destroyed; start += size) {
        const piece = bytes.subarray(start, start + size);
        super.write(piece);
        await sleep((piece.length / bytesPerSecond) * 1000);
      }
      done?.();
      this.emit('drain');
    });
    return false;
  }
}
