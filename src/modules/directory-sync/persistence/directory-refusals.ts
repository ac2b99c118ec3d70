import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newId } from '../../../common/ids.js';
import type { DirectoryRefusalSealed } from './directory.sealed.js';

const REFUSAL_AT = { table: 'app.directory_refusal', column: 'sealed' } as const;
/** Refusals that are kept. */
const KEPT = 100;

/** What a directory asked for in vain. */
export interface DirectoryRefusal {
  method: string;
  resource: string;
  status: number;
  detail: string;
}

/** Keeps what was asked for in vain, the newest hundred. */
export async function noteRefusal(tx: TenantTransaction, { method, resource, status, detail }: DirectoryRefusal): Promise<void> {
  const [keyring, { orgId }] = await Promise.all([tx.keyring(), tx.principal()]);
  const id = newId();
  await tx.execute({
    text: 'insert into app.directory_refusal (org_id, id, method, resource, status, sealed) values ($1, $2, $3, $4, $5, $6)',
    values: [
      orgId,
      id,
      method,
      resource,
      status,
      keyring.sealJson({ ...REFUSAL_AT, rowId: id }, { detail } satisfies DirectoryRefusalSealed),
    ],
  });
  await tx.execute({
    text: 'delete from app.directory_refusal where id not in (select id from app.directory_refusal order by at desc, id desc limit $1)',
    values: [KEPT],
  });
}

/** What was asked for in vain, the newest twenty. */
export async function newestRefusals(tx: TenantTransaction): Promise<(DirectoryRefusal & { at: Date })[]> {
  const rows = await tx.query<Omit<DirectoryRefusal, 'detail'> & { id: string; at: Date; sealed: Buffer }>({
    text: 'select id, at, method, resource, status, sealed from app.directory_refusal order by at desc, id desc limit 20',
  });
  const keyring = await tx.keyring();
  return rows.map(({ id, sealed, ...rest }) => ({
    ...rest,
    detail: keyring.openJson<DirectoryRefusalSealed>({ ...REFUSAL_AT, rowId: id }, sealed).detail,
  }));
}
