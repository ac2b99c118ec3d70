import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput } from '../../../common/errors.js';
import { isId } from '../../../common/ids.js';
import { PROFILE_AT, type MemberProfile } from '../../access-control/index.js';
import type { PracticeSignInLine, PracticeSignIns, ShownKind, SignInCursor } from '../../identity/index.js';

const PAGE = 50;

/** A line of the practice's sign-ins, with whose it is. */
export interface NamedSignIn extends PracticeSignInLine {
  /** Null for somebody who is no member any more. */
  member: { id: string; displayName: string } | null;
}

/** A page of the practice's sign-ins, newest first. */
export interface SignInPage {
  items: NamedSignIn[];
  next: string | null;
}

/** What was tried with the accounts of the practice's members (promise I-31). Reading it is on record. */
export async function readPracticeSignIns(
  tx: TenantTransaction,
  signIns: PracticeSignIns,
  shown: ShownKind,
  after: string | undefined,
): Promise<SignInPage> {
  const { orgId } = await tx.principal();
  const lines = await signIns.execute(orgId, shown, after === undefined ? null : cursorOf(after), PAGE + 1);
  const members = await tx.query<{ id: string; account_id: string; profile: Buffer }>({
    text: `select id, account_id, profile from app.member where account_id = any($1) and state <> 'removed'`,
    values: [[...new Set(lines.map(({ accountId }) => accountId))]],
  });
  const keyring = await tx.keyring();
  const byAccount = new Map(
    members.map(({ id, account_id: accountId, profile }) => [
      accountId,
      { id, displayName: keyring.openJson<MemberProfile>({ ...PROFILE_AT, rowId: id }, profile).displayName },
    ]),
  );
  tx.audit({
    action: 'read',
    subject: { kind: 'sign_ins', id: orgId },
    recordIds: members.map(({ id }) => id),
  });
  const items = lines.slice(0, PAGE).map((line) => ({ ...line, member: byAccount.get(line.accountId) ?? null }));
  const last = items.at(-1);
  return { items, next: lines.length > PAGE && last ? `${last.at.getTime()}.${last.id}` : null };
}

function cursorOf(text: string): SignInCursor {
  const [at, id] = text.split('.', 2);
  if (!/^\d{1,15}$/.test(at ?? '') || !isId(id))
    throw new InvalidInput([{ field: 'after', code: 'cursor', message: 'Take it from the page before.' }]);
  return { at: new Date(Number(at)), id };
}
