import { newId } from '../../src/common/ids.js';
import type { TestApp } from './app.js';
import { ORIGIN } from './caller.js';
import { mailsTo } from './door.js';
import { addressOf } from './files.js';

/** Text of a mail that was not there before; `pattern`'s first group is what is wanted of it. */
export async function fromMail(server: TestApp, email: string, pattern: RegExp, before = 0): Promise<string> {
  for (let attempt = 0; attempt < 2_000; attempt++) {
    const found = (await mailsTo(server, email)).flatMap(({ text }) => pattern.exec(text)?.[1] ?? []);
    if (found.length > before) return found[0]!;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no mail with ${pattern} came to ${email}`);
}

const LINK = /\/outside#([\w-]{43})/;
const CODE = /(\d{4} \d{4})/;

/** The browser of somebody without an account. */
export class VisitorBrowser {
  cookie = '';

  constructor(
    private readonly server: TestApp,
    readonly url: string,
    readonly email: string,
    private readonly ip: string,
  ) {}

  static async of(server: TestApp, email = `visitor.${newId()}@mail.example`, ip = '10.88.0.1'): Promise<VisitorBrowser> {
    return new VisitorBrowser(server, `${await addressOf(server)}/api/v1/outside`, email, ip);
  }

  /** The same person in another browser. */
  elsewhere(): VisitorBrowser {
    return new VisitorBrowser(this.server, this.url, this.email, this.ip);
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = {
      origin: ORIGIN,
      'x-forwarded-for': this.ip,
      ...(this.cookie && { cookie: this.cookie }),
      ...(init.headers as object),
    };
    const response = await fetch(`${this.url}${path}`, { ...init, headers });
    const set = response.headers.getSetCookie().find((line) => line.includes('ironbark-visitor='));
    if (set) this.cookie = set.split(';')[0]!;
    return response;
  }

  /** Status, problem code and body of a request. */
  async ask<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; code?: string; body: Body }> {
    const response = await this.fetch(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    const parsed = (text === '' || !/json/.test(response.headers.get('content-type') ?? '') ? {} : JSON.parse(text)) as Body & {
      code?: string;
    };
    return { status: response.status, code: parsed.code!, body: parsed };
  }

  /** The token of the newest link that was mailed. */
  async link(before = 0): Promise<string> {
    return fromMail(this.server, this.email, LINK, before);
  }

  /** Asks for a code by a link, and reads it. */
  async code(token: string): Promise<string> {
    const before = (await mailsTo(this.server, this.email)).filter(({ text }) => CODE.test(text)).length;
    const knocked = await this.ask('POST', '/knock', { token });
    if (knocked.status !== 200) throw new Error(`knock answered ${knocked.status}: ${JSON.stringify(knocked.body)}`);
    return fromMail(this.server, this.email, CODE, before);
  }

  /** Comes in by the newest link. */
  async enter(token?: string): Promise<string> {
    const link = token ?? (await this.link());
    const entered = await this.ask('POST', '/code', { token: link, code: await this.code(link) });
    if (entered.status !== 200) throw new Error(`code answered ${entered.status}: ${JSON.stringify(entered.body)}`);
    return link;
  }

  /** Announces a file by tus. */
  async begin(
    itemId: string,
    content: Buffer,
    { id = newId(), name = 'passport.pdf', length = content.length } = {},
  ): Promise<{ id: string; response: Response }> {
    const said = { id, itemId, filename: name, filetype: 'application/pdf' };
    const response = await this.fetch('/uploads', {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(length),
        'upload-metadata': Object.entries(said)
          .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
          .join(','),
      },
    });
    return { id, response };
  }

  /** Sends a piece by tus. */
  async piece(id: string, offset: number, bytes: Buffer): Promise<Response> {
    return this.fetch(`/uploads/${id}`, {
      method: 'PATCH',
      body: new Uint8Array(bytes),
      headers: { 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    });
  }

  /** Sends a whole file. */
  async send(itemId: string, content: Buffer, name = 'passport.pdf'): Promise<string> {
    const { id, response } = await this.begin(itemId, content, { name });
    if (response.status !== 201) throw new Error(`POST answered ${response.status}: ${await response.text()}`);
    const sent = await this.piece(id, 0, content);
    if (sent.status !== 204) throw new Error(`PATCH answered ${sent.status}: ${await sent.text()}`);
    return id;
  }
}
