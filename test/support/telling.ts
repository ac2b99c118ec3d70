import { RemindClients } from '../../src/modules/documents/use-cases/remind-clients.use-case.js';
import { TellClient } from '../../src/modules/documents/use-cases/tell-client.use-case.js';
import { systemClock } from '../../src/common/clock/clock.js';
import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import type { TestApp } from './app.js';
import { mailsTo } from './door.js';
import { FileBrowser, clientOf } from './files.js';
import { newPractice, type MemberWish, type TestPractice } from './practice.js';
import { administrator } from './tenant-sql.js';
import { VisitorBrowser } from './visitor.js';

/** One line of a checklist, as tests read it. */
export interface AskedItem {
  id: string;
  state: string;
  version: number;
}

/** A request, as tests read it. */
export interface AskedRequest {
  id: string;
  reminders: boolean;
  lastRemindedAt: string | null;
  items: AskedItem[];
}

/** A client who was asked for documents, and the practice that asks. */
export class Asked {
  private constructor(
    private readonly server: TestApp,
    readonly practice: TestPractice,
    readonly browser: FileBrowser,
    readonly clientId: string,
    readonly visitor: VisitorBrowser,
    readonly id: string,
  ) {}

  static async of(server: TestApp, body: object = {}, { members = [{}] as MemberWish[], asker = 0 } = {}): Promise<Asked> {
    const practice = await newPractice({ members });
    const browser = await FileBrowser.of(server, practice, asker);
    const [clientId, visitor] = [await clientOf(server, practice, asker), await VisitorBrowser.of(server)];
    const said = { clientId, title: 'For your visa', email: visitor.email, items: [{ label: 'Passport' }, { label: 'Police check' }] };
    const { id } = await browser.json<{ id: string }>('POST', '/document-requests', 201, { ...said, ...body });
    const asked = new Asked(server, practice, browser, clientId, visitor, id);
    await asked.delivered();
    return asked;
  }

  async read(): Promise<AskedRequest> {
    return this.browser.json('GET', `/document-requests/${this.id}`, 200);
  }

  /** The request once an item stands so. */
  async until(index: number, state: string): Promise<AskedItem> {
    for (let tries = 0; tries < 300; tries++) {
      const item = (await this.read()).items[index]!;
      if (item.state === state) return item;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`item ${index} never got ${state}`);
  }

  async post(path: string, body: object = {}, status = 200): Promise<void> {
    await this.browser.json('POST', `/document-requests/${this.id}${path}`, status, body);
  }

  async reject(index: number, reason = 'Blurred'): Promise<void> {
    const { id, version } = (await this.read()).items[index]!;
    await this.post(`/items/${id}`, { state: 'rejected', reason, version });
  }

  /** Mails to the client that tell of what is outstanding, the newest first, once nothing waits to be delivered. */
  async told(): Promise<CaughtMail[]> {
    await this.delivered();
    return (await mailsTo(this.server, this.visitor.email)).filter(({ text }) => text.includes('still to come'));
  }

  /** Waits until every event of the practice was delivered. */
  async delivered(): Promise<void> {
    const text = 'select 1 from events.outbox where org_id = $1 and delivered_at is null';
    for (let tries = 0; tries < 300; tries++) {
      if ((await (await administrator()).query(text, [this.practice.orgId])).rowCount === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    throw new Error('events of the practice were never delivered');
  }
}

/** What a job does for a request so many minutes from now. */
export async function tellLater(server: TestApp, { practice, id }: Asked, minutes = 5, orgId = practice.orgId): Promise<void> {
  const tell = server.app.get(TellClient, { strict: false });
  Object.assign(tell, { clock: { now: () => new Date(systemClock.now().getTime() + minutes * 60_000) } });
  await tell.execute({ orgId, requestId: id });
}

/** The look for clients to be reminded, at an instant. Answers in which practices it failed. */
export async function remindAt(server: TestApp, instant: Date): Promise<object[]> {
  const [tell, reminders] = [server.app.get(TellClient, { strict: false }), server.app.get(RemindClients, { strict: false })];
  for (const part of [tell, reminders]) Object.assign(part, { clock: { now: () => instant } });
  return reminders.execute();
}
