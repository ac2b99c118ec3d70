import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request read whole. */
export interface WholeRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** What a server answers. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** An HTTP server on loopback that can be told to throttle or to fall silent, for tests of the AWS clients. */
export abstract class FaultServer {
  /** Requests received, throttled and unanswered ones included. */
  requests = 0;
  #throttled = 0;
  #silent = false;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  protected abstract answer(request: WholeRequest): Answer;
  protected abstract throttledAnswer(): Answer;

  /** Listens on a free port of loopback; the address to give to a client. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Answers the next `count` requests with the service's own throttling error. */
  throttle(count: number): void {
    this.#throttled = count;
  }

  /** Receives requests and never answers them, until told otherwise. */
  hang(silent: boolean): void {
    this.#silent = silent;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (this.#silent) return;
    const throttled = this.#throttled > 0;
    if (throttled) this.#throttled -= 1;
    const { status, headers, body } = throttled
      ? this.throttledAnswer()
      : this.answer({
          method: request.method!,
          url: new URL(request.url!, 'http://localhost'),
          headers: request.headers,
          body: Buffer.concat(parts),
        });
    response.writeHead(status, headers).end(body);
  }
}

/** Whether a request is signed (Signature Version 4) for this region and service. */
export function isSignedFor(request: WholeRequest, region: string, service: string): boolean {
  const header = request.headers.authorization ?? '';
  return header.startsWith('AWS4-HMAC-SHA256 ') && header.includes(`/${region}/${service}/aws4_request`);
}
