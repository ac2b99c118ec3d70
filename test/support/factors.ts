import { TOTP } from 'otpauth';
import type { TestApp } from './app.js';
import { Authenticator, type Crooked } from './authenticator.js';
import { Visitor } from './door.js';
import { newPractice, testBench, type TestPractice } from './practice.js';

/** Length of a time step of an authenticator app. */
export const STEP_MS = 30_000;

/** A clock that tests turn on. */
export class TurnedClock {
  private instant = new Date();

  now(): Date {
    return this.instant;
  }

  later(milliseconds: number): void {
    this.instant = new Date(this.instant.getTime() + milliseconds);
  }

  /** The code that an app would show now, by another implementation's reading of the secret that was typed. */
  codeOf(secret: unknown): string {
    return new TOTP({ secret: String(secret) }).generate({ timestamp: this.instant.getTime() });
  }
}

/** Somebody with an authenticator app, signed in. */
export interface Enrolled {
  practice: TestPractice;
  email: string;
  visitor: Visitor;
  secret: unknown;
  recoveryCodes: string[];
}

/** Adds the first authenticator app of whoever stands before the session. */
export async function enrolApp(visitor: Visitor, clock: TurnedClock): Promise<{ secret: unknown; recoveryCodes: string[] }> {
  const { secret } = await visitor.post('/auth/step/totp', {}, 200);
  const { recoveryCodes } = await visitor.post('/auth/step/enrol', { kind: 'totp', code: clock.codeOf(secret) }, 200);
  return { secret, recoveryCodes: recoveryCodes as string[] };
}

/** A member of a practice that asks for a second factor, with an authenticator app, signed in. */
export async function enrolled(app: TestApp, clock: TurnedClock, from?: string): Promise<Enrolled> {
  const practice = await newPractice({ factors: 'required' });
  const email = practice.emails[0]!;
  const visitor = new Visitor(app, from);
  await visitor.byMail(email);
  return { practice, email, visitor, ...(await enrolApp(visitor, clock)) };
}

/** Adds a passkey to whoever is signed in. */
export async function addPasskey(visitor: Visitor, crooked: Crooked = {}, status = 201): Promise<Authenticator> {
  const passkey = new Authenticator();
  const { options } = await visitor.post('/me/factors/passkey-options', {}, 200);
  await visitor.post('/me/factors', { kind: 'passkey', label: 'Laptop', response: passkey.create(options as never, crooked) }, status);
  return passkey;
}

/** Outcomes on the security log of a practice's member, oldest first. */
export async function logOf(practice: TestPractice, member = 0): Promise<string[]> {
  const { identity } = await testBench();
  const lines = await identity.query<{ outcome: string }>({
    text: 'select outcome from identity.sign_in_event where account_id = (select account_id from wall.member_access where member_id = $1) order by at, id',
    values: [practice.memberIds[member]],
  });
  return lines.map(({ outcome }) => outcome);
}
