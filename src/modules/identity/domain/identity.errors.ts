import { DomainError } from '../../../common/errors.js';

/** The link or its request is spent, replaced, expired or was never there: one answer for all of them. */
export class LinkDead extends DomainError {
  readonly code = 'identity.link_dead';
  override readonly status = 410;

  constructor() {
    super('This link no longer works. Links live ten minutes, work once, and a newer one replaces them.');
  }
}

/** The typed code is not the one that was shown. */
export class CodeWrong extends DomainError {
  readonly code = 'identity.code_wrong';
  override readonly status = 401;

  constructor(attemptsLeft: number) {
    super('That code is not right.', { attemptsLeft });
  }
}

/** Why a session is over, told to the browser that still holds its token. */
export type SessionEndCode =
  | 'identity.session_expired'
  | 'identity.session_idle'
  | 'identity.session_superseded'
  | 'identity.signed_out'
  | 'identity.access_suspended';

const SENTENCES: Record<SessionEndCode, string> = {
  'identity.session_expired': 'Sessions last 24 hours. Sign in again to go on.',
  'identity.session_idle': 'Nothing happened here for a while, so the session ended. Sign in again to go on.',
  'identity.session_superseded': 'You signed in somewhere else. One session is active at a time, so this one ended.',
  'identity.signed_out': 'You signed out.',
  'identity.access_suspended': 'Your access to this practice was suspended.',
};

/** The session behind the token has ended. */
export class SessionEnded extends DomainError {
  override readonly status = 401;

  constructor(
    readonly code: SessionEndCode,
    endedAt: Date | null,
  ) {
    super(SENTENCES[code], endedAt ? { endedAt: endedAt.toISOString() } : {});
  }
}
