import { SealedCodec } from '../../../common/crypto/sealed-codec.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { isWithin } from '../../../common/networks/network-set.js';
import { SightingSealed, type SightingOutcome } from '../../../common/networks/sightings.js';
import { PROFILE_AT, type MemberProfile } from '../../access-control/index.js';
import { loadNetworkList, type LabelledNetwork, type NetworkList } from '../persistence/network-list.js';

/** So many refusals and notices are shown, the newest. */
const SHOWN = 200;
/** So many pairs of person and address are compared with a list. */
const COMPARED = 5_000;
const DAYS_KEPT = 30;
const codec = new SealedCodec();

/** The list, and where the caller stands to it. */
export interface NetworksNow extends NetworkList {
  changedByName: string | null;
  yourAddress: string | null;
  coversYou: boolean;
}

/** Somebody, or a key, at an address. */
export interface SightedAt {
  memberId: string;
  name: string;
  /** Of a service account's key. */
  keyId: string | null;
  address: string;
  times: number;
  lastAt: Date;
}

/** Somebody who was refused in an hour, or would have been. */
export interface NetworkSighting extends SightedAt {
  id: string;
  outcome: Exclude<SightingOutcome, 'signed_in'>;
  firstAt: Date;
}

/** What a list would have come to in the last thirty days. */
export interface NetworkPreview {
  days: number;
  yourAddress: string | null;
  coversYou: boolean;
  /** How many people and keys were seen at all. */
  seen: number;
  outside: SightedAt[];
}

interface SightingRow {
  id: string;
  member_id: string;
  key_id: string | null;
  outcome: Exclude<SightingOutcome, 'signed_in'>;
  times: number;
  first_at: Date;
  last_at: Date;
  sealed: Buffer;
}

/** The list as it stands. */
export async function readNetworkList(tx: TenantTransaction): Promise<NetworksNow> {
  const [{ orgId }, keyring] = await Promise.all([tx.principal(), tx.keyring()]);
  const list = await loadNetworkList(tx, keyring);
  const names = await namesOf(tx, keyring, list.changedBy === null ? [] : [list.changedBy]);
  tx.audit({ action: 'read', subject: { kind: 'organisation', id: orgId }, fields: ['network_mode', 'networks', 'network_labels'] });
  return {
    ...list,
    changedByName: list.changedBy === null ? null : (names.get(list.changedBy) ?? null),
    ...standing(tx, list.networks),
  };
}

/** Who was refused, or would have been, newest first; kept thirty days. */
export async function listRefusals(tx: TenantTransaction): Promise<NetworkSighting[]> {
  const [{ orgId }, keyring] = await Promise.all([tx.principal(), tx.keyring()]);
  const rows = await tx.query<SightingRow>({
    text: `select id, member_id, key_id, outcome, times, first_at, last_at, sealed from app.network_sighting
            where org_id = $1 and outcome <> 'signed_in' and last_at > clock_timestamp() - make_interval(days => $3) order by last_at desc, id limit $2`,
    values: [orgId, SHOWN, DAYS_KEPT],
  });
  const names = await namesOf(
    tx,
    keyring,
    rows.map(({ member_id }) => member_id),
  );
  tx.audit({ action: 'read', subject: { kind: 'network_sightings', id: orgId }, recordIds: rows.map(({ id }) => id) });
  return rows.map((row) => ({
    id: row.id,
    outcome: row.outcome,
    firstAt: row.first_at,
    ...sightedAt(row, keyring, names),
  }));
}

/** Compares a list, before it is put in force, with where people signed in from, were refused, or would have been. */
export async function previewNetworks(tx: TenantTransaction, networks: readonly LabelledNetwork[]): Promise<NetworkPreview> {
  const [{ orgId }, keyring] = await Promise.all([tx.principal(), tx.keyring()]);
  const rows = await tx.query<Omit<SightingRow, 'outcome' | 'first_at'>>({
    text: `select (array_agg(id order by last_at desc))[1] as id, member_id, key_id, least(sum(times), 1000000000)::int as times,
                  max(last_at) as last_at, (array_agg(sealed order by last_at desc))[1] as sealed
             from app.network_sighting where org_id = $1 and last_at > clock_timestamp() - make_interval(days => $3)
            group by member_id, key_id, address_index order by 5 desc limit $2`,
    values: [orgId, COMPARED, DAYS_KEPT],
  });
  const names = await namesOf(
    tx,
    keyring,
    rows.map(({ member_id }) => member_id),
  );
  tx.audit({ action: 'read', subject: { kind: 'network_sightings', id: orgId }, recordIds: rows.map(({ id }) => id) });
  const plain = networks.map(({ network }) => network);
  return {
    days: DAYS_KEPT,
    ...standing(tx, networks),
    seen: new Set(rows.map(({ member_id, key_id }) => key_id ?? member_id)).size,
    outside: rows.map((row) => sightedAt(row, keyring, names)).filter(({ address }) => !isWithin(address, plain)),
  };
}

function standing({ origin: { ip } }: TenantTransaction, networks: readonly LabelledNetwork[]) {
  const coversYou = isWithin(
    ip,
    networks.map(({ network }) => network),
  );
  return { yourAddress: ip, coversYou };
}

function sightedAt(row: Omit<SightingRow, 'outcome' | 'first_at'>, keyring: OrgKeyring, names: Map<string, string>): SightedAt {
  const { address } = codec.open(keyring, SightingSealed, row.id, { sealed: row.sealed });
  return {
    memberId: row.member_id,
    name: names.get(row.member_id) ?? '',
    keyId: row.key_id,
    address,
    times: row.times,
    lastAt: row.last_at,
  };
}

async function namesOf(tx: TenantTransaction, keyring: OrgKeyring, memberIds: readonly string[]): Promise<Map<string, string>> {
  if (memberIds.length === 0) return new Map();
  const rows = await tx.query<{ id: string; profile: Buffer }>({
    text: 'select id, profile from app.member where id = any ($1::uuid[])',
    values: [[...new Set(memberIds)]],
  });
  return new Map(rows.map(({ id, profile }) => [id, keyring.openJson<MemberProfile>({ ...PROFILE_AT, rowId: id }, profile).displayName]));
}
