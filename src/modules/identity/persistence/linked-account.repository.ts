import { createHash } from 'node:crypto';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import { newId } from '../../../common/ids.js';
import { FLOW_LIFE_MS, type FlowPurpose, type Provider, type ProviderIdentity } from '../domain/provider.js';
import type { IdentityRepository } from './identity.repository.js';
import { FLOW_AT, FLOW_RESULT_AT, LINKED_AT, SUBJECT_INDEX } from './sealed-rows.js';

/** An account of a provider that is linked to an account here. */
export interface LinkedAccount {
  id: string;
  provider: Provider;
  /** As the provider gave it when it was linked; null when it gave none. */
  email: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** What a way through a provider must come back with. */
export interface FlowSecrets {
  /** Of PKCE (RFC 7636). */
  verifier: string;
  /** Of the ID token (OpenID Connect Core, 3.1.2.1). */
  nonce: string;
}

/** A way through a provider that came back. */
export interface CalledFlow {
  id: string;
  purpose: FlowPurpose;
  identity: ProviderIdentity;
}

/** Linked accounts and the ways through providers, through the identity login. Who somebody is there is sealed. */
export class LinkedAccountRepository {
  constructor(private readonly identity: IdentityRepository) {}

  /** Sets out: the browser's secret and the state of the request are kept as hashes. */
  async begin(flow: { provider: Provider; purpose: FlowPurpose; browser: Buffer; state: string; secrets: FlowSecrets }): Promise<Date> {
    const id = newId();
    const [row] = await this.identity.database.query<{ expires_at: Date }>({
      text: `insert into identity.provider_flow (id, provider, purpose, browser_hash, state_hash, sealed, expires_at)
             values ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7)) returning expires_at`,
      values: [
        id,
        flow.provider,
        flow.purpose,
        sha256(flow.browser),
        sha256(flow.state),
        (await this.identity.keyring()).sealJson({ ...FLOW_AT, rowId: id }, flow.secrets),
        FLOW_LIFE_MS / 1000,
      ],
    });
    return row!.expires_at;
  }

  /** The way with this state, once: a second answer with the same state finds nothing. */
  async call(provider: Provider, state: string): Promise<{ id: string; secrets: FlowSecrets } | undefined> {
    const [row] = await this.identity.database.query<{ id: string; sealed: Buffer }>({
      text: `update identity.provider_flow set called_at = clock_timestamp()
              where provider = $1 and state_hash = $2 and called_at is null and expires_at > clock_timestamp() returning id, sealed`,
      values: [provider, sha256(state)],
    });
    return row && { id: row.id, secrets: (await this.identity.keyring()).openJson({ ...FLOW_AT, rowId: row.id }, row.sealed) };
  }

  /** Notes whom the provider named. */
  async arrived(flowId: string, identity: ProviderIdentity): Promise<void> {
    await this.identity.database.execute({
      text: 'update identity.provider_flow set result = $2 where id = $1',
      values: [flowId, (await this.identity.keyring()).sealJson({ ...FLOW_RESULT_AT, rowId: flowId }, identity)],
    });
  }

  /** The way that this browser set out on, once it came back and while it is not spent. */
  async called(browser: Buffer): Promise<CalledFlow | undefined> {
    const [row] = await this.identity.database.query<{ id: string; purpose: FlowPurpose; result: Buffer }>({
      text: `select id, purpose, result from identity.provider_flow
              where browser_hash = $1 and result is not null and spent_at is null and expires_at > clock_timestamp()`,
      values: [sha256(browser)],
    });
    if (!row) return undefined;
    const identity = (await this.identity.keyring()).openJson<ProviderIdentity>({ ...FLOW_RESULT_AT, rowId: row.id }, row.result);
    return { id: row.id, purpose: row.purpose, identity };
  }

  /** Spends a way: true for exactly one of any number of simultaneous callers. */
  async spend(tx: PlainTransaction, flowId: string): Promise<boolean> {
    const spent = await tx.execute({
      text: 'update identity.provider_flow set spent_at = clock_timestamp() where id = $1 and spent_at is null and expires_at > clock_timestamp()',
      values: [flowId],
    });
    return spent === 1;
  }

  /** Drops ways that ended before an instant. */
  async dropBefore(instant: Date): Promise<void> {
    await this.identity.database.execute({ text: 'delete from identity.provider_flow where expires_at < $1', values: [instant] });
  }

  /** The account that somebody of a provider is linked to. */
  async accountOf(identity: ProviderIdentity): Promise<string | undefined> {
    const [row] = await this.identity.database.query<{ id: string; account_id: string; sealed: Buffer }>({
      text: 'select id, account_id, sealed from identity.linked_account where provider = $1 and subject_index = $2',
      values: [identity.provider, await this.subjectIndex(identity)],
    });
    if (!row) return undefined;
    const { subject } = (await this.identity.keyring()).openJson<{ subject: string }>({ ...LINKED_AT, rowId: row.id }, row.sealed);
    return subject === identity.subject ? row.account_id : undefined;
  }

  /** What is linked to an account. */
  async ofAccount(accountId: string): Promise<LinkedAccount[]> {
    const keyring = await this.identity.keyring();
    const rows = await this.identity.database.query<{
      id: string;
      provider: Provider;
      sealed: Buffer;
      created_at: Date;
      last_used_at: Date | null;
    }>({
      text: 'select id, provider, sealed, created_at, last_used_at from identity.linked_account where account_id = $1 order by created_at, id',
      values: [accountId],
    });
    return rows.map(({ id, provider, sealed, created_at: createdAt, last_used_at: lastUsedAt }) => {
      const { email } = keyring.openJson<{ email: string | null }>({ ...LINKED_AT, rowId: id }, sealed);
      return { id, provider, email, createdAt, lastUsedAt };
    });
  }

  /** Links. False when either side is linked already. */
  async link(tx: PlainTransaction, accountId: string, identity: ProviderIdentity): Promise<boolean> {
    const id = newId();
    const { provider, subject, email } = identity;
    const sealed = (await this.identity.keyring()).sealJson({ ...LINKED_AT, rowId: id }, { subject, email });
    const linked = await tx.execute({
      text: `insert into identity.linked_account (id, account_id, provider, subject_index, sealed) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      values: [id, accountId, provider, await this.subjectIndex(identity), sealed],
    });
    return linked === 1;
  }

  /** Notes a sign-in. False when the link is gone meanwhile. */
  async use(tx: PlainTransaction, accountId: string, identity: ProviderIdentity): Promise<boolean> {
    const used = await tx.execute({
      text: 'update identity.linked_account set last_used_at = clock_timestamp() where account_id = $1 and provider = $2 and subject_index = $3',
      values: [accountId, identity.provider, await this.subjectIndex(identity)],
    });
    return used === 1;
  }

  /** Takes a link away. Gives its provider; undefined when there is none such. */
  async unlink(tx: PlainTransaction, accountId: string, id: string): Promise<Provider | undefined> {
    const [row] = await tx.query<{ provider: Provider }>({
      text: 'delete from identity.linked_account where id = $1 and account_id = $2 returning provider',
      values: [id, accountId],
    });
    return row?.provider;
  }

  private async subjectIndex({ provider, subject }: ProviderIdentity): Promise<Buffer> {
    return (await this.identity.keyring()).blindIndex(SUBJECT_INDEX, `${provider}:${subject}`);
  }
}

function sha256(secret: Buffer | string): Buffer {
  return createHash('sha256').update(secret).digest();
}
