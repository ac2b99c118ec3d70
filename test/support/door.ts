import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import type { TestApp } from './app.js';
import { ORIGIN } from './caller.js';

const API = '/api/v1';

/** A browser at the door: keeps the cookies it is given. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly app: TestApp) {}

  /** Asks for a link and spends it. Gives what that led to. */
  async byMail(email: string): Promise<string> {
    const before = (await mailsWithLink(this.app, email)).length;
    await this.post('/auth/sign-in', { email }, 202);
    const link = await linkAfter(this.app, email, before);
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
    const asked = this.app.http.get(`${API}${path}`).set('cookie', this.header);
    const answer = await (status === undefined ? asked : asked.expect(status));
    return answer.body as Record<string, unknown>;
  }

  /** Cookies as a header. */
  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private async ask(method: 'post' | 'put' | 'delete', path: string, body: object, status?: number): Promise<Record<string, unknown>> {
    const asked = this.app.http[method](`${API}${path}`).set('cookie', this.header).set('origin', ORIGIN).send(body);
    const answer = await (status === undefined ? asked : asked.expect(status));
    for (const line of ([] as string[]).concat((answer.headers['set-cookie'] ?? []) as string[])) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return answer.body as Record<string, unknown>;
  }
}

/** Messages with a link that an address got, newest first. */
export async function mailsWithLink(app: TestApp, email: string): Promise<CaughtMail[]> {
  const { body } = await app.http.get('/dev/mail.json');
  return (body as CaughtMail[]).filter(({ to, text }) => to === email && /#[\w-]{43}/.test(text));
}

async function linkAfter(app: TestApp, email: string, before: number): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const mails = await mailsWithLink(app, email);
    if (mails.length > before) return /#([\w-]{43})/.exec(mails[0]!.text)![1]!;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no mail came');
}
