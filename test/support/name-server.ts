import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { afterAll } from '@jest/globals';

const NAME_ERROR = 3;
const SERVER_FAILURE = 2;
const TXT = 16;

const open: Socket[] = [];
afterAll(() => {
  for (const socket of open) socket.close();
});

/** A name server on loopback that answers questions for text records (RFC 1035), from what a test publishes. */
export class NameServer {
  private readonly records = new Map<string, string[]>();
  /** While true it answers that it cannot say. */
  failing = false;

  private constructor(
    socket: Socket,
    readonly address: string,
  ) {
    socket.on('message', (question, peer) => socket.send(this.answer(question), peer.port, peer.address));
  }

  /** Starts one, for the tests of this file. */
  static async start(): Promise<NameServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    open.push(socket);
    return new NameServer(socket, `127.0.0.1:${(socket.address() as AddressInfo).port}`);
  }

  publish(name: string, ...values: string[]): void {
    this.records.set(name.toLowerCase(), values);
  }

  withdraw(name: string): void {
    this.records.delete(name.toLowerCase());
  }

  private answer(question: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at]!; length > 0; length = question[at]!) {
      labels.push(question.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const asked = question.subarray(12, at + 5);
    const values = question.readUInt16BE(at + 1) === TXT ? (this.records.get(labels.join('.').toLowerCase()) ?? []) : [];
    const code = this.failing ? SERVER_FAILURE : values.length === 0 ? NAME_ERROR : 0;
    const head = Buffer.alloc(12);
    question.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180 | code, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(code === 0 ? values.length : 0, 6);
    return Buffer.concat([head, asked, ...(code === 0 ? values.map(record) : [])]);
  }
}

/** A text is published in pieces of at most 255 bytes; here of 20, as some registrars' panels do. */
function record(value: string): Buffer {
  const pieces = (value.match(/.{1,20}/gs) ?? ['']).map((piece) => Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)]));
  const data = Buffer.concat(pieces);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
