import { Socket, type TcpSocketConnectOpts } from 'node:net';
import { vi } from 'vitest';

const HERE = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Connections go no further than this machine, whose network may have a metadata service that gives real credentials.
 * Until `vi.restoreAllMocks`.
 * @returns where the others were to go, "host:port"
 */
export function stayHere(): readonly string[] {
  const refused: string[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it gets its socket below
  const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...args: unknown[]) {
    const [{ host = 'localhost', port }] = args.flat() as [TcpSocketConnectOpts];
    if (HERE.has(host)) {
      return connect.apply(this, args);
    }
    refused.push(`${host}:${port}`);
    return connect.call(this, { host: '127.0.0.1', port: 1 }); // where nobody listens
  });
  return refused;
}
