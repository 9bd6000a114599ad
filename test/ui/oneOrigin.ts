// Editors of several machines behind one address: a browser keeps one store of secrets for all of them, as the client of
// a desktop editor does for its own window and those of remotes.
import { connect, createServer, type AddressInfo, type Server } from 'node:net';

export class OneOrigin {
  private target = 0;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<OneOrigin> {
    const server = createServer((incoming) => {
      const outgoing = connect(origin.target, '127.0.0.1');
      incoming.on('error', () => outgoing.destroy()).on('close', () => outgoing.destroy());
      outgoing.on('error', () => incoming.destroy()).on('close', () => incoming.destroy());
      incoming.pipe(outgoing).pipe(incoming);
    });
    const origin = new OneOrigin(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return origin;
  }

  /** What connects from now on reaches that editor. @returns its address here */
  lead(url: string): string {
    const own = new URL(url);
    this.target = Number(own.port);
    own.port = String((this.server.address() as AddressInfo).port);
    return own.href;
  }

  close(): void {
    this.server.close();
  }
}
