/** What a document is, as practices file it. Codes are stored sealed; the interface has the words. */
export const DOCUMENT_CATEGORIES = [
  'passport',
  'visa_grant',
  'identity',
  'birth_certificate',
  'relationship',
  'police_check',
  'health',
  'clinical',
  'funding_plan',
  'education',
  'employment',
  'financial',
  'photo',
  'form',
  'agreement',
  'authority',
  'correspondence',
  'court_or_tribunal',
  'invoice',
  'other',
] as const;
export type DocumentCategory = (typeof DOCUMENT_CATEGORIES)[number];

/** Where a document stands: on its way in, filed, put away, or removed and kept for a while. */
export type DocumentState = 'arriving' | 'filed' | 'archived' | 'removed';

/** Where one version's bytes stand: nobody opens what is not ready. */
export type VersionState = 'arriving' | 'checking' | 'ready' | 'refused' | 'gone';

/** What a list shows of a document; sealed together. */
export interface DocumentCard {
  readonly name: string;
  readonly category: DocumentCategory | null;
  /** Calendar date, `YYYY-MM-DD`. */
  readonly expiresOn: string | null;
  /** MIME type that the content has; null until it was looked at. */
  readonly type: string | null;
  readonly bytes: number;
}

/** What is known of one version; sealed together. */
export interface VersionFacts {
  readonly fileName: string;
  /** What the sender said it is. */
  readonly saidType: string | null;
  /** SHA-256 of the content that the sender gave, in hex. */
  readonly saidSha256: string | null;
  readonly type: string | null;
  readonly sha256: string | null;
  readonly pages: number | null;
  /** Why it was refused, one of the content's problems. */
  readonly problem: string | null;
  /** Author, title and the like, of office files. */
  readonly details: Readonly<Record<string, string>>;
}

/** The largest file, bytes. */
export const LARGEST_FILE = 2 * 1024 ** 3;

/** How long a removed document can be brought back, days. */
export const RECYCLE_DAYS = 30;

/** Whether a text is a category. */
export function isCategory(value: unknown): value is DocumentCategory {
  return DOCUMENT_CATEGORIES.includes(value as DocumentCategory);
}
