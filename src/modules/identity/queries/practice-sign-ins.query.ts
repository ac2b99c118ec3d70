import type { IdentityRepository } from '../persistence/identity.repository.js';
import { REFUSED_OUTCOMES, type ShownKind } from '../domain/sign-in-outcome.js';
import { openSignIns, type SignInLine, type SignInRow } from './list-sign-ins.query.js';

/** A line of a practice's sign-ins, with the account that it is about. */
export interface PracticeSignInLine extends SignInLine {
  id: string;
  accountId: string;
}

/** Where the last page ended. */
export interface SignInCursor {
  at: Date;
  id: string;
}

interface Row extends SignInRow {
  account_id: string;
}

/**
 * What was tried with the accounts of a practice's members. A line is the practice's when it led there, or when the
 * account is a member there and nowhere else; what somebody does at another practice is not theirs to see.
 */
export class PracticeSignIns {
  constructor(private readonly identity: IdentityRepository) {}

  /** Newest first, `most` lines after the cursor. */
  async execute(orgId: string, shown: ShownKind, after: SignInCursor | null, most: number): Promise<PracticeSignInLine[]> {
    const rows = await this.identity.database.query<Row>({
      text: `select e.id, e.account_id, e.at, e.outcome, e.method, e.sealed from identity.sign_in_event e
              where (e.org_id = $1
                     or (e.org_id is null and e.account_id in (
                          select m.account_id from wall.member_access m
                           where m.org_id = $1 and not exists (
                                 select 1 from wall.member_access o where o.account_id = m.account_id and o.org_id <> $1))))
                and ($2 = 'all' or ($2 = 'signed_in' and e.outcome like 'signed\\_in%')
                     or ($2 = 'refused' and (e.outcome = any($3) or e.outcome like '%\\_refused' or e.outcome like '%\\_wrong')))
                and ($4::timestamptz is null or (e.at, e.id) < ($4, $5::uuid))
              order by e.at desc, e.id desc limit $6`,
      values: [orgId, shown, REFUSED_OUTCOMES, after?.at ?? null, after?.id ?? null, most],
    });
    const lines = await openSignIns(this.identity, rows);
    return rows.map(({ id, account_id: accountId }, index) => ({ id, accountId, ...lines[index]! }));
  }
}
