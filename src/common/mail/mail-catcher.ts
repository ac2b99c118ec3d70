import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Clock } from '../clock/clock.js';
import type { Mail } from './mail.js';

/** A message that left through SMTP and went no further. */
export interface CaughtMail extends Mail {
  receivedAt: string;
}

const KEPT = 500;

/** A real SMTP server on loopback that keeps messages in memory to be read in a browser. Never runs in production. */
export class MailCatcher {
  private readonly caught: CaughtMail[] = [];
  private readonly server: SMTPServer;

  constructor(clock: Clock) {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onData: (stream, _session, done) => {
        simpleParser(stream).then(
          (mail) => {
            const to = Array.isArray(mail.to) ? mail.to[0] : mail.to;
            this.caught.unshift({
              to: to?.value[0]?.address ?? '',
              subject: mail.subject ?? '',
              text: mail.text ?? '',
              html: mail.html === false || mail.html === undefined ? '' : mail.html,
              receivedAt: clock.now().toISOString(),
            });
            this.caught.length = Math.min(this.caught.length, KEPT);
            done();
          },
          (error: unknown) => done(error instanceof Error ? error : new Error('unreadable mail')),
        );
      },
    });
  }

  /** Listens on a free loopback port. Returns its `smtp://` address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
    this.server.on('error', () => undefined);
    const { port } = this.server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  /** Newest first. */
  list(): readonly CaughtMail[] {
    return this.caught;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
