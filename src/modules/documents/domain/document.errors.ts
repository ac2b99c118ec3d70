import { DomainError, InvalidInput, NotFound, Unavailable, type FieldError } from '../../../common/errors.js';

/** Every code this context refuses with. Closed: the interface and the API document list them all. */
export type DocumentErrorCode =
  | 'documents.invalid' // a field of a document or an upload's metadata is not valid
  | 'documents.changed_meanwhile' // somebody stored another version since it was read
  | 'documents.too_large' // the file is larger than two gigabytes
  | 'documents.empty' // the file has no bytes
  | 'documents.not_ready' // its content is still arriving or being checked, or was refused
  | 'documents.link_ended' // the link is over: an hour has passed, or it was ended
  | 'documents.range_not_satisfiable' // the asked bytes lie outside the file
  | 'documents.content_missing' // the bytes are not where they were stored
  | 'documents.content_broken' // the stored bytes are not those that were sealed
  | 'documents.not_shown' // this kind of file has no pages to show
  | 'documents.drawing_busy' // as many pages wait to be drawn as are taken at once
  | 'documents.cannot_draw' // what pages are drawn with is not installed whole
  | 'documents.unwanted' // whoever asked for a page has left
  | 'documents.rules_changed' // somebody else changed which kinds are taken since they were read
  | 'uploads.offset_differs' // the piece begins elsewhere than what has arrived ends
  | 'uploads.being_written' // another request stores a piece of this upload now
  | 'uploads.checksum_differs' // the piece is not the one that its checksum describes
  | 'uploads.too_much' // more bytes than were announced
  | 'uploads.busy' // as many pieces are being stored as the process takes at once
  | 'uploads.gone' // nobody went on with it for a week, or it was given up
  | 'uploads.protocol'; // not the tus protocol, or another version of it

/** Fields of a document that are not valid. */
export class DocumentInvalid extends InvalidInput {
  override readonly code = 'documents.invalid' satisfies DocumentErrorCode;

  constructor(fields: FieldError[]) {
    super(fields);
  }
}

/** Nothing of that id that the caller may see. */
export class DocumentNotFound extends NotFound {}

/** Somebody else changed it since it was read. */
export class DocumentChanged extends DomainError {
  readonly code = 'documents.changed_meanwhile' satisfies DocumentErrorCode;

  constructor(version: number) {
    super('Someone else changed this document meanwhile. Look at it again.', { version });
  }
}

/** Somebody else changed the rules since they were read. */
export class RulesChanged extends DomainError {
  readonly code = 'documents.rules_changed' satisfies DocumentErrorCode;

  constructor() {
    super('Somebody else changed these rules meanwhile. Look at them again.');
  }
}

export class FileTooLarge extends DomainError {
  readonly code = 'documents.too_large' satisfies DocumentErrorCode;
  override readonly status = 413;

  constructor(largestBytes: number) {
    super('A file can have two gigabytes at most.', { largestBytes });
  }
}

export class FileEmpty extends DomainError {
  readonly code = 'documents.empty' satisfies DocumentErrorCode;
  override readonly status = 400;

  constructor() {
    super('This file is empty. Look at the original, then send it again.');
  }
}

export class NotReady extends DomainError {
  readonly code = 'documents.not_ready' satisfies DocumentErrorCode;

  constructor(state: string) {
    super('Nobody can open this version: it is still being checked, or it was refused.', { state });
  }
}

/** The same for a link of somebody else, an ended one and one that never was. */
export class LinkEnded extends DomainError {
  readonly code = 'documents.link_ended' satisfies DocumentErrorCode;
  override readonly status = 404;

  constructor() {
    super('This link is over, or it was made for someone else. Open the document again.');
  }
}

export class RangeNotSatisfiable extends DomainError {
  readonly code = 'documents.range_not_satisfiable' satisfies DocumentErrorCode;
  override readonly status = 416;

  constructor(readonly bytes: number) {
    super('The file has no such bytes.', { bytes });
  }
}

export class ContentMissing extends DomainError {
  readonly code = 'documents.content_missing' satisfies DocumentErrorCode;
  override readonly status = 410;

  constructor() {
    super('The content of this document is not where it was stored. Tell whoever runs Ironbark; earlier versions may still open.');
  }
}

export class ContentBroken extends DomainError {
  readonly code = 'documents.content_broken' satisfies DocumentErrorCode;
  override readonly status = 500;

  constructor() {
    super('The stored content is not what was sealed, so nothing of it is shown. Tell whoever runs Ironbark.');
  }
}

export class NotShown extends DomainError {
  readonly code = 'documents.not_shown' satisfies DocumentErrorCode;
  override readonly status = 415;

  constructor() {
    super('This kind of file cannot be shown here. Download it instead.');
  }
}

export class OffsetDiffers extends DomainError {
  readonly code = 'uploads.offset_differs' satisfies DocumentErrorCode;

  constructor(readonly received: number) {
    super('What has arrived ends elsewhere. Ask where, and go on from there.', { received });
  }
}

export class BeingWritten extends DomainError {
  readonly code = 'uploads.being_written' satisfies DocumentErrorCode;
  override readonly status = 423;

  constructor() {
    super('Another request is storing a piece of this file. Try again in a moment.');
  }
}

export class ChecksumDiffers extends DomainError {
  readonly code = 'uploads.checksum_differs' satisfies DocumentErrorCode;
  // tus 1.0.0, checksum extension.
  override readonly status = 460;

  constructor() {
    super('The piece arrived damaged and was dropped. Send it again.');
  }
}

export class TooMuch extends DomainError {
  readonly code = 'uploads.too_much' satisfies DocumentErrorCode;
  override readonly status = 400;

  constructor() {
    super('More arrived than was announced; the extra bytes were dropped. Send the file again from the beginning.');
  }
}

export class UploadsBusy extends DomainError {
  readonly code = 'uploads.busy' satisfies DocumentErrorCode;
  override readonly status = 503;

  constructor() {
    super('Many files are arriving at once. This one goes on in a moment.', { retryAfter: 2 });
  }
}

export class UploadGone extends DomainError {
  readonly code = 'uploads.gone' satisfies DocumentErrorCode;
  override readonly status = 410;

  constructor() {
    super('This upload is over. Send the file again.');
  }
}

export class NotTus extends DomainError {
  readonly code = 'uploads.protocol' satisfies DocumentErrorCode;
  override readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/** The store of files does not answer. */
export class ContentOutOfReach extends Unavailable {
  constructor() {
    super('The store of files is out of reach for the moment. Nothing was lost; try again shortly.');
  }
}
