import type { IdentityRepository } from '../persistence/identity.repository.js';
import { SIGN_IN_AT } from '../persistence/sealed-rows.js';
import { deviceLabel } from '../domain/sign-in-request.js';

/** One line of a person's own security log (promise I-31). */
export interface SignInLine {
  at: Date;
  outcome: string;
  device: string;
  ip: string | null;
}

const SHOWN = 50;

/** The newest lines of an account's security log. */
export class ListSignIns {
  constructor(private readonly identity: IdentityRepository) {}

  /** Nothing to a session that one practice's identity provider opened, of an account that has another practice as well. */
  async execute(accountId: string, sessionId: string): Promise<SignInLine[]> {
    const keyring = await this.identity.keyring();
    const rows = await this.identity.database.query<{ id: string; at: Date; outcome: string; sealed: Buffer }>({
      text: `select id, at, outcome, sealed from identity.sign_in_event where account_id = $1
              and not exists (select 1 from wall.live_grant g join wall.member_access m on m.account_id = g.account_id and m.org_id <> g.org_id and m.active
                               where g.id = $3 and g.via is not null)
              order by at desc, id desc limit $2`,
      values: [accountId, SHOWN, sessionId],
    });
    return rows.map(({ id, at, outcome, sealed }) => {
      const { ip, userAgent } = keyring.openJson<{ ip: string | null; userAgent: string | null }>({ ...SIGN_IN_AT, rowId: id }, sealed);
      return { at, outcome, device: deviceLabel(userAgent), ip };
    });
  }
}
