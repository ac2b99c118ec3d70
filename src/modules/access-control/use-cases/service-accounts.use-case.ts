import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput, NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { readNetworks } from '../../../common/networks/network.js';
import { PROFILE_AT, type MemberProfile } from '../persistence/member-profile.js';

const KEYS = 'select *, expires_at <= clock_timestamp() as expired from wall.keys()';
/** What a key looks like before its secret, so that leaked ones are found by scanners. */
const KEY_PREFIX = 'ibk_';

/** One key of a service account; the secret itself is shown once and never kept. */
export interface KeyLine {
  id: string;
  madeAt: string;
  usedAt: string | null;
  expiresAt: string;
  state: 'live' | 'expired' | 'revoked';
  networks: string[];
}

/** A program that acts in the practice: a member without an account, entered by keys only. */
export interface ServiceLine {
  id: string;
  name: string;
  purpose: string;
  state: 'active' | 'suspended' | 'removed';
  keys: KeyLine[];
}

interface KeyRow {
  id: string;
  member_id: string;
  made_at: Date;
  used_at: Date | null;
  expires_at: Date;
  ended_at: Date | null;
  expired: boolean;
  networks: string[];
}

/** The practice's service accounts, by name, each with its keys, newest first. */
export async function listServices(tx: TenantTransaction): Promise<ServiceLine[]> {
  const [members, keys] = await Promise.all([
    tx.query<{ id: string; state: ServiceLine['state']; profile: Buffer }>({
      text: `select id, state, profile from app.member where kind = 'service' and state <> 'removed'`,
    }),
    tx.query<KeyRow>({ text: `${KEYS} order by made_at desc` }),
  ]);
  const keyring = await tx.keyringUnrecorded('colleagues know each other’s names');
  return members
    .map(({ id, state, profile }) => {
      const { displayName, title } = keyring.openJson<MemberProfile>({ ...PROFILE_AT, rowId: id }, profile);
      return { id, name: displayName, purpose: title, state, keys: keys.filter((key) => key.member_id === id).map(toKeyLine) };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en-AU'));
}

/** Makes a service account that may do nothing yet: no switch is on, and its scope is what is assigned to it. */
export async function createService(tx: TenantTransaction, { name, purpose }: { name: string; purpose: string }): Promise<ServiceLine> {
  const [{ orgId }, keyring] = await Promise.all([tx.principal(), tx.keyring()]);
  const id = newId();
  await tx.execute({
    text: `insert into app.member (org_id, id, role, state, kind, profile) values ($1, $2, 'member', 'active', 'service', $3)`,
    values: [orgId, id, sealProfile(keyring, id, { displayName: name, title: purpose, email: '' })],
  });
  tx.audit({ action: 'create', subject: { kind: 'member', id }, fields: ['service'] });
  return { id, name, purpose, state: 'active', keys: [] };
}

/** Ends a service account: its keys open nothing from the next statement on. @throws NotFound */
export async function removeService(tx: TenantTransaction, id: string): Promise<void> {
  const removed = await tx.execute({
    text: `update app.member set state = 'removed' where id = $1 and kind = 'service' and state <> 'removed'`,
    values: [id],
  });
  if (removed === 0) throw new NotFound();
  await tx.keyring();
  tx.audit({ action: 'remove', subject: { kind: 'member', id }, fields: ['service'] });
}

/**
 * Makes a key. The text is in the answer and nowhere else: PostgreSQL keeps a hash of its hash.
 * @throws TooManyKeys with two live ones, KeyLifeRefused, AboveOwnAccess, NotFound, InvalidInput that names a network
 */
export async function issueKey(
  tx: TenantTransaction,
  serviceId: string,
  { expiresAt, networks }: { expiresAt: Date; networks: readonly string[] },
): Promise<{ key: string; line: KeyLine }> {
  const token = GrantToken.mint();
  const id = newId();
  const bound = readNetworks(networks, (index) => `networks.${index}`);
  if (bound.errors.length > 0) throw new InvalidInput(bound.errors);
  await tx.query({
    text: 'select wall.issue_key($1, $2, $3, $4, $5::cidr[])',
    values: [Buffer.from(token.hash, 'hex'), id, serviceId, expiresAt, bound.networks.map(({ text }) => text)],
  });
  await tx.keyring();
  tx.audit({ action: 'create_key', subject: { kind: 'member', id: serviceId }, detail: { keyId: id, expiresAt: expiresAt.toISOString() } });
  const [row] = await tx.query<KeyRow>({ text: `${KEYS} where id = $1`, values: [id] });
  return { key: `${KEY_PREFIX}${token.secret}`, line: toKeyLine(row!) };
}

/** Ends a key at once. @throws NotFound */
export async function revokeKey(tx: TenantTransaction, keyId: string): Promise<void> {
  const [row] = await tx.query<{ revoked: boolean }>({ text: 'select wall.revoke_key($1) as revoked', values: [keyId] });
  if (!row!.revoked) throw new NotFound();
  await tx.keyring();
  tx.audit({ action: 'revoke_key', subject: { kind: 'key', id: keyId } });
}

function sealProfile(keyring: OrgKeyring, id: string, profile: MemberProfile): Buffer {
  return keyring.sealJson({ ...PROFILE_AT, rowId: id }, profile);
}

function toKeyLine({ id, made_at, used_at, expires_at, ended_at, expired, networks }: KeyRow): KeyLine {
  return {
    id,
    madeAt: made_at.toISOString(),
    usedAt: used_at?.toISOString() ?? null,
    expiresAt: expires_at.toISOString(),
    state: ended_at ? 'revoked' : expired ? 'expired' : 'live',
    networks,
  };
}
