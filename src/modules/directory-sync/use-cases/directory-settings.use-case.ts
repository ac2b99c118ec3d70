import { GrantToken } from '../../../common/database/grant-token.js';
import { registerRefusal } from '../../../common/database/database.errors.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput, NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { ScimRefused } from '../domain/scim.errors.js';
import { newestRefusals } from '../persistence/directory-refusals.js';

/** What a directory's token looks like before its secret, so that leaked ones are found by scanners. */
const TOKEN_PREFIX = 'ibd_';

registerRefusal(
  'IB040',
  () => new ScimRefused(409, 'A directory changes what it provisioned, and nobody who owns the practice.', 'mutability'),
);

/** One token, without its secret. */
export interface DirectoryToken {
  id: string;
  madeAt: Date;
  usedAt: Date | null;
  expiresAt: Date;
  endedAt: Date | null;
  expired: boolean;
}

/** The practice's directory as administrators see it. */
export interface DirectoryState {
  defaultTemplateId: string | null;
  tokens: DirectoryToken[];
  users: { active: number; inactive: number };
  groups: { id: string; name: string; members: number; templateId: string | null }[];
  refusals: { at: Date; method: string; resource: string; status: number; detail: string }[];
}

/** Everything about the directory, for whoever keeps it. */
export async function readDirectory(tx: TenantTransaction): Promise<DirectoryState> {
  const [settings, tokens, [users], groups] = await Promise.all([
    tx.query<{ defaultTemplateId: string | null }>({ text: 'select default_template_id as "defaultTemplateId" from app.directory' }),
    tokensOf(tx),
    tx.query<{ active: number; inactive: number }>({
      text: `select count(*) filter (where m.state = 'active')::int as active, count(*) filter (where m.state <> 'active')::int as inactive
               from app.directory_user u join app.member m on m.org_id = u.org_id and m.id = u.member_id where u.deleted_at is null and m.state <> 'removed'`,
    }),
    tx.query<DirectoryState['groups'][number]>({
      text: `select t.id, t.name, t.default_template_id as "templateId", (select count(*)::int from app.team_member m where m.team_id = t.id) as members
               from app.directory_group g join app.team t on t.org_id = g.org_id and t.id = g.team_id order by t.name`,
    }),
  ]);
  const refusals = await newestRefusals(tx);
  const { orgId } = await tx.principal();
  tx.audit({ action: 'read', subject: { kind: 'directory', id: orgId } });
  return { defaultTemplateId: settings[0]?.defaultTemplateId ?? null, tokens, users: users!, groups, refusals };
}

/** Chooses the role of those whom the directory provisions from now on. @throws InvalidInput, AboveOwnAccess */
export async function chooseDefaultRole(tx: TenantTransaction, templateId: string | null): Promise<void> {
  const { orgId } = await tx.principal();
  if (
    templateId !== null &&
    (await tx.query({ text: 'select 1 from app.role_template where id = $1', values: [templateId] })).length === 0
  ) {
    throw new InvalidInput([{ field: 'defaultTemplateId', code: 'unknown', message: 'There is no such role.' }]).about([templateId]);
  }
  await tx.execute({
    text: `insert into app.directory (org_id, default_template_id) values ($1, $2)
           on conflict (org_id) do update set default_template_id = excluded.default_template_id`,
    values: [orgId, templateId],
  });
  await tx.keyring();
  tx.audit({ action: 'update', subject: { kind: 'directory', id: orgId }, fields: ['default_role'], detail: { after: templateId } });
}

/** Makes a token. Its text is in the answer and nowhere else. @throws TooManyKeys with two live ones, KeyLifeRefused */
export async function issueToken(tx: TenantTransaction, expiresAt: Date): Promise<{ token: string; line: DirectoryToken }> {
  const token = GrantToken.mint();
  const id = newId();
  await tx.query({ text: 'select wall.issue_directory_token($1, $2, $3)', values: [Buffer.from(token.hash, 'hex'), id, expiresAt] });
  await tx.keyring();
  tx.audit({ action: 'create_key', subject: { kind: 'directory', id }, detail: { expiresAt: expiresAt.toISOString() } });
  return { token: `${TOKEN_PREFIX}${token.secret}`, line: (await tokensOf(tx)).find((line) => line.id === id)! };
}

/** Ends a token at once. @throws NotFound */
export async function endToken(tx: TenantTransaction, id: string): Promise<void> {
  const [{ ended }] = (await tx.query<{ ended: boolean }>({ text: 'select wall.end_directory_token($1) as ended', values: [id] })) as [
    { ended: boolean },
  ];
  if (!ended) throw new NotFound();
  tx.audit({ action: 'revoke_key', subject: { kind: 'directory', id } });
}

async function tokensOf(tx: TenantTransaction): Promise<DirectoryToken[]> {
  return tx.query<DirectoryToken>({
    text: `select id, made_at as "madeAt", used_at as "usedAt", expires_at as "expiresAt", ended_at as "endedAt", expires_at <= clock_timestamp() as expired from wall.directory_tokens()`,
  });
}
