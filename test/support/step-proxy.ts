import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A proxy between the product and PostgreSQL that counts what passes in either direction and calls `onStep` before
 * letting each piece through: the seam at which an attack test pulls the plug.
 */
export class StepProxy {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  /** Called with a running count; return true to swallow the piece and everything after it. */
  onStep: (step: number) => boolean = () => false;
  /** How long each piece is held back, in milliseconds. */
  delay = 0;
  private steps = 0;

  constructor(private readonly target: { host: string; port: number }) {
    this.server = createServer((client) => this.pair(client));
  }

  /** Listens on a free loopback port and returns it. */
  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  /** Starts counting anew. */
  reset(): void {
    this.steps = 0;
  }

  /** Ends every connection and takes new ones: what a network does in the end with those it lost. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private pair(client: Socket): void {
    const upstream = connect(this.target);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (piece) => {
        if (this.onStep(++this.steps)) return;
        if (this.delay > 0) setTimeout(() => to.write(piece), this.delay);
        else to.write(piece);
      });
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.on('error', () => undefined);
    }
  }
}
