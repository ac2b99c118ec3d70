import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong between the product and a server: nothing; 503 to everything; every answer late; answers whose connection breaks in their body. */
export type Fault = 'none' | 'busy' | 'slow' | 'cut';

const SLOW_MS = 900;
/** Of a body that is cut, bytes that still come through. */
const CUT_AFTER = 150_000;

/** Stands before a server and passes everything on as it is, signatures too, until it is told to be in the way. */
export class FaultyProxy {
  fault: Fault = 'none';
  /** Requests that came while a fault was on. */
  troubled = 0;
  private readonly server: Server;

  private constructor(private readonly target: URL) {
    this.server = createServer((request, response) => void this.serve(request, response).catch(() => response.destroy()));
  }

  static async before(endpoint: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(new URL(endpoint));
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { fault } = this;
    if (fault !== 'none') this.troubled++;
    if (fault === 'busy') {
      request.resume();
      response
        .writeHead(503, { 'content-type': 'application/xml' })
        .end('<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>');
      return;
    }
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    const { method, url: path, headers } = request;
    const passed = httpRequest({ host: this.target.hostname, port: this.target.port, method, path, headers });
    request.pipe(passed);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => passed.once('response', resolve).once('error', reject));
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    let sent = 0;
    for await (const bytes of answer as AsyncIterable<Buffer>) {
      sent += bytes.length;
      if (fault === 'cut' && sent > CUT_AFTER) {
        response.destroy();
        answer.destroy();
        return;
      }
      response.write(bytes);
    }
    response.end();
  }
}
