import { deviceLabel } from '../domain/sign-in-request.js';
import { kindOf, REFUSED_OUTCOMES, type OutcomeKind, type ShownKind } from '../domain/sign-in-outcome.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import { SIGN_IN_AT } from '../persistence/sealed-rows.js';

/** One line of a person's own security log (promise I-31). */
export interface SignInLine {
  at: Date;
  outcome: string;
  kind: OutcomeKind;
  /** How: mail, passkey, totp, recovery, google …; null where the line is about no attempt. */
  method: string | null;
  device: string;
  ip: string | null;
  /** Where the network is registered: two letters, `private`, or null. */
  country: string | null;
}

/** What a day of the log came to. */
export interface SignInDay {
  /** Of the viewer's calendar, YYYY-MM-DD. */
  day: string;
  signedIn: number;
  refused: number;
}

/** A row of the log as it is kept. */
export interface SignInRow {
  id: string;
  at: Date;
  outcome: string;
  method: string | null;
  sealed: Buffer;
}

const SHOWN = 50;

/** A session whose account has another practice: one practice's provider learns nothing of the other. */
const TOLD_ELSEWHERE = `select 1 from wall.live_grant g
                     join wall.member_access m on m.account_id = g.account_id and m.org_id <> g.org_id and m.active`;

/** The newest lines of an account's security log, and its last thirty days at a glance. */
export class ListSignIns {
  constructor(private readonly identity: IdentityRepository) {}

  /** Nothing to a session that one practice's identity provider opened, of an account that has another practice as well. */
  async execute(accountId: string, sessionId: string, shown: ShownKind = 'all'): Promise<SignInLine[]> {
    const rows = await this.identity.database.query<SignInRow>({
      text: `select id, at, outcome, method, sealed from identity.sign_in_event
              where account_id = $1 and ($3 = 'all' or ($3 = 'signed_in' and outcome like 'signed\\_in%')
                    or ($3 = 'refused' and (outcome = any($4) or outcome like '%\\_refused' or outcome like '%\\_wrong')))
                and not exists (${TOLD_ELSEWHERE} where g.id = $5 and g.via is not null)
              order by at desc, id desc limit $2`,
      values: [accountId, SHOWN, shown, REFUSED_OUTCOMES, sessionId],
    });
    return openSignIns(this.identity, rows);
  }

  /** Days on which something happened, oldest first, by the calendar of a time zone (IANA). */
  async days(accountId: string, sessionId: string, since: Date, timeZone: string): Promise<SignInDay[]> {
    return this.identity.database.query<SignInDay>({
      text: `select to_char(at at time zone $3, 'YYYY-MM-DD') as day,
                    count(*) filter (where outcome like 'signed\\_in%')::int as "signedIn",
                    count(*) filter (where outcome = any($4) or outcome like '%\\_refused' or outcome like '%\\_wrong')::int as refused
               from identity.sign_in_event where account_id = $1 and at > $2
                and not exists (${TOLD_ELSEWHERE} where g.id = $5 and g.via is not null)
              group by 1 order by 1`,
      values: [accountId, since, timeZone, REFUSED_OUTCOMES, sessionId],
    });
  }
}

/** Opens rows of the log. */
export async function openSignIns<Row extends SignInRow>(identity: IdentityRepository, rows: readonly Row[]): Promise<SignInLine[]> {
  const keyring = await identity.keyring();
  return rows.map(({ id, at, outcome, method, sealed }) => {
    const { ip, userAgent, country } = keyring.openJson<{ ip: string | null; userAgent: string | null; country?: string | null }>(
      { ...SIGN_IN_AT, rowId: id },
      sealed,
    );
    return { at, outcome, kind: kindOf(outcome), method, device: deviceLabel(userAgent), ip, country: country ?? null };
  });
}
