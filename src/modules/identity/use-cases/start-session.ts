import { refusal, type AuditEntry, type Origin } from '../../../common/database/audit-entry.js';
import { GrantToken } from '../../../common/database/grant-token.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import type { Assurance } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import { judgeNetwork, NetworkRefused } from '../../../common/http/networks.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { noteSighting } from '../../../common/networks/sightings.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import { SingleSignOnRequired } from '../domain/identity.errors.js';
import type { Membership, Provenance, SessionRepository } from '../persistence/session.repository.js';
import type { Watch } from './watch.js';

/** Somebody who may come in, to where, and how. */
export interface Entry {
  accountId: string;
  membership: Membership;
  assurance: Assurance;
  /** The word for it in the account's own log. */
  how: string;
  /** The connection they came by. */
  by?: Provenance | null;
  /** What belongs on the practice's record beside the sign-in. */
  record?: readonly AuditEntry[];
}

/** The last part of every way in: the session, the account's own log, and the practice's record. */
export class StartSession {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionRepository,
    private readonly tenants: TenantDatabase,
    private readonly grants: JobGrants,
    private readonly watch: Watch,
  ) {}

  /** Whether nobody starts a session in this practice from here: ways in ask early, so that nothing is added or carried out in vain. */
  static refuses({ networkRule }: Membership, { ip }: Origin): boolean {
    return judgeNetwork(networkRule, ip) === 'refused';
  }

  /**
   * Starts the one session of an account and hands it out once the practice has it on record. Without the record there is no session.
   * From outside the practice's networks none starts, and the one there is goes on; what was spent on the way stays spent.
   * @throws NetworkRefused, SingleSignOnRequired
   */
  async execute(enter: (tx: PlainTransaction) => Promise<Entry | undefined>, origin: Origin, now: Date): Promise<GrantToken | undefined> {
    const token = GrantToken.mint();
    const begun = await this.begin(enter, token, origin, now);
    if (begun === undefined) return undefined;
    if (begun.sessionId === undefined) throw await this.refused(begun.membership, origin);
    await this.record(token, begun.sessionId, begun.record, origin);
    return token;
  }

  private async record(token: GrantToken, sessionId: string, also: readonly AuditEntry[], origin: Origin): Promise<void> {
    try {
      await this.tenants.run(
        token,
        async (tx) => {
          const { networkRule } = await tx.principal();
          await noteSighting(tx, judgeNetwork(networkRule, origin.ip) === 'admitted' ? 'signed_in' : 'would_refuse');
          tx.audit({ action: 'sign_in', subject: { kind: 'session', id: sessionId } });
          for (const entry of also) tx.audit(entry);
        },
        origin,
      );
    } catch (error) {
      await this.sessions.end(sessionId, 'finished');
      throw error;
    }
  }

  /** Puts the refusal on the practice's record, in the member's name: there is no session of theirs to do it by. */
  private async refused({ orgId, memberId }: Membership, origin: Origin): Promise<NetworkRefused> {
    const error = new NetworkRefused(origin.ip);
    await this.grants.with({ orgId, memberId, modules: 0 }, async (grant) =>
      this.tenants.run(
        grant,
        async (tx) => {
          await noteSighting(tx, 'refused');
          tx.audit(refusal(null, [], { act: 'sign_in', code: error.code }));
        },
        origin,
      ),
    );
    return error;
  }

  private async begin(
    enter: (tx: PlainTransaction) => Promise<Entry | undefined>,
    token: GrantToken,
    origin: Origin,
    now: Date,
  ): Promise<{ membership: Membership; sessionId: string | undefined; record: readonly AuditEntry[] } | undefined> {
    try {
      return await this.identity.database.transaction(async (tx) => {
        const entered = await enter(tx);
        if (!entered) return undefined;
        const { accountId, membership, assurance, how, by, record = [] } = entered;
        const refused = StartSession.refuses(membership, origin);
        if (!refused) await this.watch.letIn(tx, accountId, origin, now);
        await this.identity.logSignIn(accountId, refused ? 'network_refused' : how, origin, now, tx, membership.orgId);
        const sessionId = refused ? undefined : await this.sessions.start(tx, accountId, membership, token, assurance, by);
        return { membership, sessionId, record };
      });
    } catch (error) {
      // A refused door is on the log of its account, though nothing else of the attempt is.
      if (error instanceof SingleSignOnRequired && error.accountId !== undefined)
        await this.identity.logSignIn(error.accountId, 'single_sign_on_required', origin, now);
      throw error;
    }
  }
}
