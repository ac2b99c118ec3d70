import { Sealed, SealedRow } from '../../../common/crypto/sealed.js';
import { SealedCodec } from '../../../common/crypto/sealed-codec.js';
import type { DocumentCard, DocumentCategory, VersionFacts } from '../domain/document.js';
import type { Checklist } from '../domain/checklist.js';
import type { ItemCard, RequestCard } from '../domain/request.js';
import type { ShareCard } from '../domain/share.js';

/** The one codec of this context; it has no state. */
export const codec = new SealedCodec();

/** Sealed column of `app.document`: what a list shows. */
@SealedRow('document')
export class DocumentSealed implements DocumentCard {
  @Sealed({ group: 'card' }) name!: string;
  @Sealed({ group: 'card' }) category!: DocumentCategory | null;
  @Sealed({ group: 'card' }) expiresOn!: string | null;
  @Sealed({ group: 'card' }) type!: string | null;
  @Sealed({ group: 'card' }) bytes!: number;
}

/** Sealed columns of `app.document_version`: the key of its bytes, by itself, and what is known of it. */
@SealedRow('document_version')
export class VersionSealed implements VersionFacts {
  /** Base64 of 32 bytes. */
  @Sealed({ group: 'file_key' }) key!: string;
  @Sealed({ group: 'sealed' }) fileName!: string;
  @Sealed({ group: 'sealed' }) saidType!: string | null;
  @Sealed({ group: 'sealed' }) saidSha256!: string | null;
  @Sealed({ group: 'sealed' }) type!: string | null;
  @Sealed({ group: 'sealed' }) sha256!: string | null;
  @Sealed({ group: 'sealed' }) pages!: number | null;
  @Sealed({ group: 'sealed' }) problem!: string | null;
  @Sealed({ group: 'sealed' }) details!: Readonly<Record<string, string>>;
}

/** Sealed column of `app.document_thumbnail`. */
@SealedRow('document_thumbnail')
export class ThumbnailSealed {
  /** Base64 of a WebP picture. */
  @Sealed({ group: 'sealed' }) image!: string;
}

/** Sealed column of `app.document_reminder`: which reminder was the last. */
@SealedRow('document_reminder')
export class ReminderSealed {
  /** The expiry date that it was about, `YYYY-MM-DD`. */
  @Sealed({ group: 'sealed' }) expiresOn!: string;
  /** How long before, days. */
  @Sealed({ group: 'sealed' }) step!: number;
}

/** Sealed column of `app.document_share`: whom it is for. */
@SealedRow('document_share')
export class ShareSealed implements ShareCard {
  @Sealed({ group: 'sealed' }) email!: string | null;
  @Sealed({ group: 'sealed' }) name!: string | null;
  @Sealed({ group: 'sealed' }) message!: string | null;
}

/** Sealed column of `app.document_request`. */
@SealedRow('document_request')
export class RequestSealed implements RequestCard {
  @Sealed({ group: 'sealed' }) title!: string;
  @Sealed({ group: 'sealed' }) message!: string | null;
  @Sealed({ group: 'sealed' }) email!: string;
  @Sealed({ group: 'sealed' }) name!: string | null;
  @Sealed({ group: 'sealed' }) dueOn!: string | null;
}

/** Sealed column of `app.document_request_item`. */
@SealedRow('document_request_item')
export class ItemSealed implements ItemCard {
  @Sealed({ group: 'sealed' }) label!: string;
  @Sealed({ group: 'sealed' }) hint!: string | null;
  @Sealed({ group: 'sealed' }) category!: DocumentCategory | null;
  @Sealed({ group: 'sealed' }) reason!: string | null;
}

/** Sealed column of `app.document_checklist`. */
@SealedRow('document_checklist')
export class ChecklistSealed implements Checklist {
  @Sealed({ group: 'sealed' }) name!: string;
  @Sealed({ group: 'sealed' }) title!: string;
  @Sealed({ group: 'sealed' }) items!: Checklist['items'];
}
