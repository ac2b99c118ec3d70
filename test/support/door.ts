import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import { someNetwork, type TestApp } from './app.js';
import { ORIGIN } from './caller.js';

const API = '/api/v1';

/** A browser at the door: keeps the cookies it is given, and says where it comes from to an application that trusts this machine as its proxy. */
export class Visitor {
  private cookies = new Map<string, string>();

  constructor(
    private readonly app: TestApp,
    readonly from = someNetwork(),
    /** The application that sends mail, where it is another process. */
    private readonly postOffice: TestApp = app,
  ) {}

  /** Asks for a link and gives its secret. */
  async asked(email: string): Promise<string> {
    const before = (await linksMailed(this.postOffice, email)).length;
    await this.post('/auth/sign-in', { email }, 202);
    return linkAfter(this.postOffice, email, before);
  }

  /** Asks for a link and spends it. Gives what that led to. */
  async byMail(email: string): Promise<string> {
    const link = await this.asked(email);
    return ((await this.post('/auth/link', { token: link }, 200)) as { outcome: string }).outcome;
  }

  async post(path: string, body: object = {}, status?: number): Promise<Record<string, unknown>> {
    return this.ask('post', path, body, status);
  }

  async put(path: string, body: object = {}, status?: number): Promise<Record<string, unknown>> {
    return this.ask('put', path, body, status);
  }

  async delete(path: string, status?: number): Promise<Record<string, unknown>> {
    return this.ask('delete', path, {}, status);
  }

  async get(path: string, status?: number): Promise<Record<string, unknown>> {
    const asked = this.app.http.get(`${API}${path}`).set('cookie', this.header).set('x-forwarded-for', this.from);
    const answer = await (status === undefined ? asked : asked.expect(status));
    return answer.body as Record<string, unknown>;
  }

  /** Opens an address as a page is opened and gives where it leads. */
  async open(path: string, headers: Record<string, string> = {}): Promise<{ status: number; location: string }> {
    const answer = await this.app.http
      .get(`${API}${path}`)
      .set('cookie', this.header)
      .set('x-forwarded-for', this.from)
      .set(headers)
      .redirects(0);
    this.keep(answer.headers['set-cookie'] as string | string[] | undefined);
    return { status: answer.status, location: String(answer.headers['location'] ?? '') };
  }

  /** The same browser, carried to another address. */
  standingAt(from: string): Visitor {
    const moved = new Visitor(this.app, from);
    moved.cookies = this.cookies;
    return moved;
  }

  /** Holds a cookie that somebody else put here. */
  plant(name: string, value: string): this {
    this.cookies.set(name, value);
    return this;
  }

  /** Takes another's cookies, as a thief or as the same browser in another network. */
  take(other: Visitor): void {
    for (const [name, value] of other.cookies) this.cookies.set(name, value);
  }

  /** Cookies as a header. */
  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private async ask(method: 'post' | 'put' | 'delete', path: string, body: object, status?: number): Promise<Record<string, unknown>> {
    const asked = this.app.http[method](`${API}${path}`)
      .set('cookie', this.header)
      .set('x-forwarded-for', this.from)
      .set('origin', ORIGIN)
      .send(body);
    const answer = await (status === undefined ? asked : asked.expect(status));
    this.keep(answer.headers['set-cookie'] as string | string[] | undefined);
    return answer.body as Record<string, unknown>;
  }

  private keep(lines: string | string[] | undefined): void {
    for (const line of ([] as string[]).concat(lines ?? [])) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
  }
}

/** Every message to an address, the newest first. */
export async function mailsTo(app: TestApp, email: string): Promise<CaughtMail[]> {
  const { body } = await app.http.get('/dev/mail.json');
  return (body as CaughtMail[]).filter(({ to }) => to === email);
}

/** Messages with links to sign in, the newest first. */
export async function linksMailed(app: TestApp, email: string): Promise<CaughtMail[]> {
  return (await mailsTo(app, email)).filter(({ text }) => /sign-in\/link#[\w-]{43}/.test(text));
}

async function linkAfter(app: TestApp, email: string, before: number): Promise<string> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const mails = await linksMailed(app, email);
    if (mails.length > before) return /sign-in\/link#([\w-]{43})/.exec(mails[0]!.text)![1]!;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new Error('no mail came');
}
