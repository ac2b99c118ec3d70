/** One message to one person. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Hands a message to the mail server. @throws when the server did not take it; the caller tries again. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

/** Injection token of the {@link Mailer}. */
export const MAILER = Symbol('Mailer');
