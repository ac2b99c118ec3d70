import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { newId } from '../../src/common/ids.js';
import type { TestApp } from './app.js';
import { testServer } from './database.js';
import { ORIGIN, newClient, caller } from './caller.js';
import type { TestPractice } from './practice.js';

/** Where a test application listens; made to listen by the first who asks. */
export async function addressOf({ app }: TestApp): Promise<string> {
  const server = app.getHttpServer();
  if (!server.listening) await app.listen(0, '127.0.0.1');
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** What a sender says of a file. */
export interface FileToSend {
  clientId: string;
  name?: string;
  type?: string;
  content: Buffer;
  metadata?: Record<string, string>;
  /** Announced length, when it is not the true one. */
  length?: number;
  id?: string;
}

/** A member's browser that sends and opens files over real connections. */
export class FileBrowser {
  constructor(
    readonly url: string,
    readonly headers: Record<string, string>,
  ) {}

  static async of(server: TestApp, practice: TestPractice, member = 0, from = '10.77.0.1'): Promise<FileBrowser> {
    const cookie = await server.cookie(practice, member);
    return new FileBrowser(`${await addressOf(server)}/api/v1`, { cookie, origin: ORIGIN, 'x-forwarded-for': from });
  }

  /** A browser that signed in elsewhere, by its cookie. */
  static signedIn(url: string, cookie: string): FileBrowser {
    return new FileBrowser(`${url}/api/v1`, { cookie, origin: url });
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, { ...init, headers: { ...this.headers, ...(init.headers as Record<string, string>) } });
  }

  /** A JSON request; answers the body. @throws when the status is another */
  async json<T = Record<string, unknown>>(method: string, path: string, status: number, body?: object): Promise<T> {
    const response = await this.fetch(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (response.status !== status) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  /** Announces a file by tus. */
  async begin({
    clientId,
    name = 'passport.pdf',
    type = 'application/pdf',
    content,
    metadata = {},
    length,
    id = newId(),
  }: FileToSend): Promise<Response> {
    const said = { id, clientId, filename: name, filetype: type, ...metadata };
    return this.fetch('/uploads', {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(length ?? content.length),
        'upload-metadata': Object.entries(said)
          .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
          .join(','),
      },
    });
  }

  /** Sends a piece by tus. */
  async piece(id: string, offset: number, bytes: Buffer, headers: Record<string, string> = {}): Promise<Response> {
    return this.fetch(`/uploads/${id}`, {
      method: 'PATCH',
      body: new Uint8Array(bytes),
      headers: { 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', ...headers },
    });
  }

  /** How much of a file has arrived. */
  async offset(id: string): Promise<number> {
    const response = await this.fetch(`/uploads/${id}`, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
    if (response.status !== 200) throw new Error(`HEAD answered ${response.status}`);
    return Number(response.headers.get('upload-offset'));
  }

  /** Sends a piece whose connection breaks after some of its bytes. */
  async brokenPiece(id: string, offset: number, bytes: Buffer, announced: number, afterMs = 100): Promise<void> {
    const sending = httpRequest(`${this.url}/uploads/${id}`, {
      method: 'PATCH',
      headers: {
        ...this.headers,
        'tus-resumable': '1.0.0',
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
        'content-length': String(announced),
      },
    });
    sending.on('error', () => undefined);
    await new Promise<void>((resolve) => sending.write(bytes, () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const closed = new Promise((resolve) => sending.once('close', resolve));
    sending.destroy();
    await closed;
  }

  /** Sends a whole file; answers the document's id once it can be opened. */
  async send(file: FileToSend): Promise<{ documentId: string; uploadId: string }> {
    const id = file.id ?? newId();
    const begun = await this.begin({ ...file, id });
    if (begun.status !== 201) throw new Error(`POST /uploads answered ${begun.status}: ${await begun.text()}`);
    const sent = await this.piece(id, 0, file.content);
    if (sent.status !== 204) throw new Error(`PATCH answered ${sent.status}: ${await sent.text()}`);
    const documentId = begun.headers.get('x-document-id')!;
    await this.settled(documentId);
    return { documentId, uploadId: id };
  }

  /** The document once its newest version was looked at. */
  async settled(documentId: string, withinMs = 40_000): Promise<Settled> {
    for (let tries = 0; tries < withinMs / 50; tries++) {
      const document = await this.json<Settled>('GET', `/documents/${documentId}`, 200);
      if (!['arriving', 'checking'].includes(document.versions[0]!.state)) return document;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the document was never looked at');
  }

  /** A link to a document. */
  async link(documentId: string, purpose: 'view' | 'download' = 'download'): Promise<string> {
    const { url } = await this.json<{ url: string }>('POST', `/documents/${documentId}/links`, 201, { purpose });
    return url.replace('/api/v1', '');
  }

  /** The bytes behind a link. */
  async bytes(link: string, headers: Record<string, string> = {}): Promise<Buffer> {
    const response = await this.fetch(link, { headers });
    if (response.status >= 300) throw new Error(`${link} answered ${response.status}: ${await response.text()}`);
    return Buffer.from(await response.arrayBuffer());
  }
}

/** A document as its page shows it. */
export interface Settled {
  id: string;
  state: string;
  name: string;
  version: number;
  versions: {
    id: string;
    number: number;
    state: string;
    problem: string | null;
    type: string | null;
    sha256: string | null;
    current: boolean;
  }[];
}

/** SHA-256 of bytes, in hex. */
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A client of a practice, made over the API. */
export async function clientOf(server: TestApp, practice: TestPractice, member = 0): Promise<string> {
  return (await newClient(await caller(server, practice, member))).id;
}

/** A PDF of one page, and of about so many bytes. */
export function pdf(bytes = 400): Buffer {
  const head = Buffer.from(
    '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n',
  );
  const tail = Buffer.from('\ntrailer<</Root 1 0 R>>\n%%EOF\n');
  const filler = Buffer.from(`%${randomBytes(Math.max(0, Math.ceil((bytes - head.length - tail.length) / 2))).toString('hex')}`);
  return Buffer.concat([head, filler, tail]);
}

/** The files of a zip by name, as SHA-256 in hex, read by another program's eyes than those that wrote it. */
export async function filesOf(zip: Buffer): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const opened = await fromBufferPromise(zip);
  for await (const entry of opened.eachEntry()) {
    const bytes = await buffer(await opened.openReadStreamPromise(entry));
    found.set(entry.fileName, sha256(bytes));
  }
  return found;
}

/** Where an object of the store of files lies on this disk. */
export function objectPath(key: string): string {
  const digits = key.slice('documents/'.length);
  return join(testServer().dataDir, 'objects', 'documents', digits.slice(0, 2), digits.slice(2));
}
