import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import type { Mailer } from '../../../common/mail/mail.js';
import { MAIL_QUEUED, type MailQueued } from '../domain/identity.events.js';
import type { IdentityRepository, QueuedMail } from '../persistence/identity.repository.js';
import { MAIL_AT } from '../persistence/sealed-rows.js';

/** Sends a queued message, then drops it: nothing that was sent stays in the database. */
export class SendMailOnMailQueued implements EventHandler {
  readonly name = 'identity.send_mail';
  readonly hears = MAIL_QUEUED;

  constructor(
    private readonly identity: IdentityRepository,
    private readonly mailer: Mailer,
  ) {}

  async handle(event: DeliveredEvent): Promise<void> {
    const { mailId } = event.payload as MailQueued;
    const [row] = await this.identity.database.query<{ sealed: Buffer }>({
      text: 'select sealed from identity.mail where id = $1',
      values: [mailId],
    });
    if (!row) return;
    const queued = (await this.identity.keyring()).openJson<QueuedMail>({ ...MAIL_AT, rowId: mailId }, row.sealed);
    if (queued.kind === 'send') await this.mailer.send(queued.mail);
    await this.identity.database.execute({ text: 'delete from identity.mail where id = $1', values: [mailId] });
  }
}
