import { createHash } from 'node:crypto';

/** What the record of one act states in the clear: ids, verbs and field names, never values. */
export interface Leaf {
  org: string;
  event: string;
  at: Date;
  action: string;
  outcome: string;
  actor: string | null;
  grant: string;
  subjectKind: string;
  subjectId: string | null;
  fields: readonly string[];
  request: string;
  /** SHA-256 over salt and sealed details: commits to them without showing them. */
  commitment: Buffer;
}

/**
 * The exact bytes of a leaf: JSON with its keys in this fixed order and no white space, UTF-8 (RFC 8785 for this shape,
 * whose keys are declared in sorted order). Stored as written; a verifier hashes these bytes and never rebuilds them.
 */
export function leafBytes(leaf: Leaf): Buffer {
  return Buffer.from(
    JSON.stringify({
      action: leaf.action,
      actor: leaf.actor,
      at: leaf.at.toISOString(),
      commitment: leaf.commitment.toString('hex'),
      event: leaf.event,
      fields: leaf.fields,
      format: 1,
      grant: leaf.grant,
      org: leaf.org,
      outcome: leaf.outcome,
      request: leaf.request,
      subject: { id: leaf.subjectId, kind: leaf.subjectKind },
    }),
  );
}

/** Commits to details that stay sealed: SHA-256(salt || details), with a salt of 16 random bytes. */
export function commitmentTo(salt: Buffer, details: Buffer): Buffer {
  return createHash('sha256').update(salt).update(details).digest();
}
