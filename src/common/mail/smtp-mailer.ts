import { createTransport, type Transporter } from 'nodemailer';
import type { Mail, Mailer } from './mail.js';

/** Mail through the SMTP server of SMTP_URL, or through the local catcher. */
export class SmtpMailer implements Mailer {
  private readonly transport: Transporter;

  constructor(
    url: string,
    private readonly from: string,
    requireTls: boolean,
  ) {
    this.transport = createTransport({ url, requireTLS: requireTls, connectionTimeout: 10_000, socketTimeout: 20_000 });
  }

  async send(mail: Mail): Promise<void> {
    await this.transport.sendMail({ from: this.from, ...mail });
  }
}
