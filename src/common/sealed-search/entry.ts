/** Which of a record's names a text belongs to. */
export type NameField = 'name' | 'preferred' | 'former';

/**
 * What search knows about one client, or about one of another kind of record, which then says what stands for a team, a
 * birth and so on. Everything here is sealed at rest; nothing of it is a database column.
 */
export interface SearchEntry {
  /** Id of the record, canonical lower-case UUID. */
  id: string;
  teamId: string | null;
  practitionerId: string | null;
  /** Client status as a small integer, 0..15; the caller owns the mapping. */
  status: number;
  /** Date of birth in days since 1970-01-01 (negative before), or null when unknown. */
  born: number | null;
  /** Instant of the last activity, whole milliseconds since 1970-01-01 UTC, not negative. */
  lastActivity: number;
  /** 'family given', what "sort by name" sorts on. */
  sortKey: string;
  names: { field: NameField; text: string }[];
}

/** Where a sealed value lives; part of the authenticated data, so a value moved elsewhere does not open. */
export interface FieldAddress {
  table: string;
  column: string;
  rowId: string;
}

/** The part of an organisation's keyring that search needs. The organisation itself is bound by the keyring. */
export interface Sealer {
  seal(at: FieldAddress, plaintext: Buffer): Buffer;
  open(at: FieldAddress, envelope: Buffer): Buffer;
}

/** Highest status value an entry may carry. */
export const MAX_STATUS = 15;

/** Entries in one sealed segment. */
export const SEGMENT_ENTRIES = 4096;
