import { DomainError, NotFound } from '../../../common/errors.js';

/** Every code that shares, requests and their doors refuse with. */
export type OutsideErrorCode =
  | 'outside.ended' // the link opens nothing: over, ended, replaced by a newer one, or never there
  | 'outside.wait' // too many codes were asked for
  | 'outside.code_wrong' // not the code that was sent
  | 'outside.code_spent' // the code was used, is over, or was guessed at too often
  | 'outside.people_only' // a key opens no door to people outside
  | 'share.member_sees_not' // the colleague may not see this client
  | 'share.needs_pages' // a kind of file that cannot be shown as pages
  | 'share.watermark_or_download' // a file that may be downloaded carries no watermark
  | 'share.no_download' // only to be looked at
  | 'request.item_changed' // somebody moved this item since it was read
  | 'request.no_such_step' // an item does not go from here to there
  | 'request.checklist_changed' // somebody changed this checklist since it was read
  | 'request.closed'; // nothing more is asked for

/** One answer for every link that opens nothing, so that nobody learns which ones did. */
export class DoorEnded extends NotFound {
  override readonly code = 'outside.ended' satisfies OutsideErrorCode;

  constructor() {
    super();
    this.message = 'This link no longer opens anything. Ask the practice that sent it for a new one.';
  }
}

export class WaitForCode extends DomainError {
  readonly code = 'outside.wait' satisfies OutsideErrorCode;
  override readonly status = 429;

  /** @param retryAfter seconds */
  constructor(retryAfter: number) {
    super('Several codes were sent already. Wait before asking for another one.', { retryAfter });
  }
}

export class CodeWrong extends DomainError {
  readonly code = 'outside.code_wrong' satisfies OutsideErrorCode;
  override readonly status = 422;

  constructor() {
    super('That is not the code. Look at the newest mail.');
  }
}

export class CodeSpent extends DomainError {
  readonly code = 'outside.code_spent' satisfies OutsideErrorCode;
  override readonly status = 422;

  constructor() {
    super('This code is done with. Ask for a new one.');
  }
}

/** What a key opened would outlive it: doors are opened by people. */
export class PeopleOnly extends DomainError {
  readonly code = 'outside.people_only' satisfies OutsideErrorCode;
  override readonly status = 403;

  constructor() {
    super('Only a person who is signed in shares with people outside or asks them for documents.');
  }
}

export class MemberSeesNot extends DomainError {
  readonly code = 'share.member_sees_not' satisfies OutsideErrorCode;

  constructor() {
    super('This colleague may not see the client. An administrator can change that.');
  }
}

export class NeedsPages extends DomainError {
  readonly code = 'share.needs_pages' satisfies OutsideErrorCode;

  constructor() {
    super('This kind of file cannot be shown as pages. Allow the download to share it.');
  }
}

export class WatermarkOrDownload extends DomainError {
  readonly code = 'share.watermark_or_download' satisfies OutsideErrorCode;

  constructor() {
    super('A file that may be downloaded carries no watermark. Choose one of the two.');
  }
}

export class NoDownload extends DomainError {
  readonly code = 'share.no_download' satisfies OutsideErrorCode;
  override readonly status = 403;

  constructor() {
    super('This document is to be looked at only.');
  }
}

export class ItemChanged extends DomainError {
  readonly code = 'request.item_changed' satisfies OutsideErrorCode;

  constructor(version: number) {
    super('Something happened to this item meanwhile. Look at it again.', { version });
  }
}

/** Somebody changed this checklist since it was read, or another one has its id. */
export class ChecklistChanged extends DomainError {
  readonly code = 'request.checklist_changed' satisfies OutsideErrorCode;

  constructor() {
    super('Somebody else changed this checklist meanwhile. Look at it again.');
  }
}

export class NoSuchStep extends DomainError {
  readonly code = 'request.no_such_step' satisfies OutsideErrorCode;

  constructor(from: string, to: string) {
    super('This item cannot be moved there from where it stands.', { from, to });
  }
}

export class RequestClosed extends DomainError {
  readonly code = 'request.closed' satisfies OutsideErrorCode;

  constructor() {
    super('This request is closed: nothing more can be done with it.');
  }
}
