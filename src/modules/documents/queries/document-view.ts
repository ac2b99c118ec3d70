import type { DocumentCategory, DocumentState, VersionState } from '../domain/document.js';
import type { StoredDocument } from '../persistence/document.repository.js';
import type { StoredVersion } from '../persistence/version.repository.js';

/** What a list shows of a document. */
export interface DocumentLine {
  id: string;
  clientId: string;
  name: string;
  category: DocumentCategory | null;
  expiresOn: string | null;
  /** MIME type of the content; null until it was looked at. */
  type: string | null;
  bytes: number;
  state: DocumentState;
  /** Member who brought it; null for what came from outside. */
  madeBy: string | null;
  createdAt: string;
  changedAt: string;
  removedAt: string | null;
  version: number;
}

/** One version, as the document's page shows it. */
export interface VersionLine {
  id: string;
  number: number;
  state: VersionState;
  fileName: string;
  type: string | null;
  bytes: number;
  sha256: string | null;
  pages: number | null;
  problem: string | null;
  details: Record<string, string>;
  madeBy: string | null;
  madeAt: string;
  current: boolean;
}

/** A document with its versions, newest first. */
export interface DocumentDetail extends DocumentLine {
  versions: VersionLine[];
}

/** A line of a stored document. */
export function documentLine({
  id,
  clientId,
  card,
  state,
  madeBy,
  createdAt,
  changedAt,
  removedAt,
  version,
}: StoredDocument): DocumentLine {
  const { name, category, expiresOn, type, bytes } = card;
  return {
    id,
    clientId,
    name,
    category,
    expiresOn,
    type,
    bytes,
    state,
    madeBy,
    version,
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
    removedAt: removedAt?.toISOString() ?? null,
  };
}

/** A line of a stored version. */
export function versionLine(version: StoredVersion, currentId: string | null): VersionLine {
  const { id, number, state, bytes, madeBy, madeAt, facts } = version;
  const { fileName, type, sha256, pages, problem, details } = facts;
  return {
    id,
    number,
    state,
    fileName,
    type,
    bytes,
    sha256,
    pages,
    problem,
    details: { ...details },
    madeBy,
    madeAt: madeAt.toISOString(),
    current: id === currentId,
  };
}
