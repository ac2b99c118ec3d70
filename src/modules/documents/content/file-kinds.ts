/** A kind of file that a practice may take. */
export interface FileKind {
  /** MIME type, as the content tells it. */
  readonly type: string;
  /** Endings that a name of this kind may have. */
  readonly extensions: readonly string[];
  /** How its inside is looked at. */
  readonly inside: 'pdf' | 'image' | 'text' | 'office' | 'compound' | 'archive' | 'none';
}

const kind = (type: string, extensions: string, inside: FileKind['inside']): FileKind => ({
  type,
  extensions: extensions.split(' '),
  inside,
});

/** Every kind that can be told by its content. What is not here is taken by nobody. */
export const FILE_KINDS: readonly FileKind[] = [
  kind('application/pdf', 'pdf', 'pdf'),
  kind('image/jpeg', 'jpg jpeg jpe jfif', 'image'),
  kind('image/png', 'png', 'image'),
  kind('image/webp', 'webp', 'image'),
  kind('image/gif', 'gif', 'image'),
  kind('image/tiff', 'tif tiff', 'image'),
  kind('image/heic', 'heic heif', 'image'),
  kind('image/heif', 'heic heif', 'image'),
  kind('text/plain', 'txt text log md', 'text'),
  kind('text/csv', 'csv tsv', 'text'),
  kind('message/rfc822', 'eml', 'text'),
  kind('application/rtf', 'rtf', 'none'),
  kind('application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx', 'office'),
  kind('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx', 'office'),
  kind('application/vnd.openxmlformats-officedocument.presentationml.presentation', 'pptx', 'office'),
  kind('application/vnd.oasis.opendocument.text', 'odt', 'office'),
  kind('application/vnd.oasis.opendocument.spreadsheet', 'ods', 'office'),
  kind('application/vnd.oasis.opendocument.presentation', 'odp', 'office'),
  kind('application/x-cfb', 'doc xls ppt msg', 'compound'),
  kind('application/zip', 'zip', 'archive'),
];

/** What a practice takes unless it says otherwise. */
export const DEFAULT_ALLOWED: readonly string[] = FILE_KINDS.map(({ type }) => type);

/** A kind by its MIME type. */
export function kindOf(type: string): FileKind | undefined {
  return FILE_KINDS.find((known) => known.type === type);
}
