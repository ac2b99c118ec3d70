import { NoLiveGrant } from '../../../common/database/database.errors.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newId } from '../../../common/ids.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { VISIT_SECONDS, maskedAddress, newSecret, readCode, type DoorKind } from '../domain/door.js';
import { codeAsked } from '../domain/document.events.js';
import { CodeSpent, CodeWrong, DoorEnded, WaitForCode } from '../domain/outside.errors.js';
import type { Door, DoorRepository } from '../persistence/door.repository.js';
import { findDocument } from '../persistence/document.repository.js';
import { findRequest, touchRequest } from '../persistence/request.repository.js';
import { findShare, noteOpened } from '../persistence/share.repository.js';

/** Documents, and clients, because scope is a client's. */
const REACH = MODULES.documents | MODULES.clients;

/** Somebody who came in by a door, for the time of one piece of work. */
export interface Visit {
  readonly door: Door;
  /** Tells this visit from another on record. */
  readonly visitId: string;
  /** Opens what the member may in whose name the door opens, while the work goes on. */
  readonly token: GrantToken;
}

/**
 * Lets outside people in (ADR 14): the link from the mail shows which door, a code sent to the same address shows that
 * they read it, and a session of the browser goes on from there. Whatever they do is done under a short grant in the name
 * of the member who opened the door, so that it ends with that member's access.
 */
export class Doors {
  constructor(
    private readonly doors: DoorRepository,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
  ) {}

  /** Has a code sent to the address of a door. @throws DoorEnded, WaitForCode */
  async knock(linkToken: string, origin: Origin): Promise<{ kind: DoorKind; practice: string; sentTo: string }> {
    const door = await this.byLink(linkToken);
    const wait = await this.doors.knock(door.id);
    if (wait > 0) throw new WaitForCode(wait);
    return this.under(door, (token) =>
      this.database.run(
        token,
        async (tx) => {
          const { email, subject } = await toWhom(tx, door);
          tx.raise(codeAsked(door.id, door.kind));
          tx.audit({ action: `${door.kind}-knock`, subject, detail: { outside: true, [`${door.kind}Id`]: door.id } });
          return { kind: door.kind, practice: await practiceName(tx), sentTo: maskedAddress(email) };
        },
        origin,
      ),
    );
  }

  /** Lets in whoever types the code. Returns the secret of their session. @throws DoorEnded, CodeWrong, CodeSpent */
  async enter(linkToken: string, typed: string, origin: Origin): Promise<{ kind: DoorKind; session: string; until: Date }> {
    const door = await this.byLink(linkToken);
    const code = readCode(typed);
    if (code === undefined) throw new CodeWrong();
    return this.under(door, async (token) => {
      // Before a code is spent and an hour begins: whether there is anything to be let in to.
      if (!(await this.database.run(token, (tx) => opens(tx, door), origin))) throw new DoorEnded();
      const [session, visitId] = [newSecret(), newId()];
      const judged = await this.doors.tryCode(door.id, code, { session, visitId, seconds: VISIT_SECONDS });
      await this.database.run(
        token,
        async (tx) => {
          const { subject } = await toWhom(tx, door);
          const detail = { outside: true, [`${door.kind}Id`]: door.id };
          if (judged.outcome !== 'in') {
            tx.audit({ action: `${door.kind}-enter`, outcome: 'refused', subject, detail: { ...detail, code: judged.outcome } });
          } else if (door.kind === 'share') {
            await noteOpened(tx, door.id, judged);
            tx.audit({ action: 'open', subject, fields: ['card'], detail: { ...detail, linkId: visitId } });
          } else {
            await touchRequest(tx, door.id, 'seen');
            tx.audit({ action: 'request-enter', subject, detail });
          }
        },
        origin,
      );
      // The hour of a share begins once its opening is on record.
      if (judged.outcome === 'in' && door.kind === 'share' && !(await this.doors.beginHour(door.id, visitId, judged.openedAt)))
        throw new DoorEnded();
      if (judged.outcome === 'in') return { kind: door.kind, session, until: judged.until };
      if (judged.outcome === 'over') throw new DoorEnded();
      throw judged.outcome === 'spent' ? new CodeSpent() : new CodeWrong();
    });
  }

  /** @throws DoorEnded when a visit is over: its door ended, was sent again, or whoever came in left */
  async assertGoesOn(session: string | undefined, { door: { id }, visitId }: Visit): Promise<void> {
    const door = session === undefined ? undefined : await this.doors.find(session);
    if (!door?.inside || door.id !== id || door.visitId !== visitId) throw new DoorEnded();
  }

  /** Ends a session of a browser, whatever became of its door. */
  async leave(session: string): Promise<void> {
    await this.doors.leave(session);
  }

  /** Work for somebody who is in. @throws DoorEnded when the door, its session or its member's access is over */
  async visit<Result>(session: string | undefined, kind: DoorKind, work: (visit: Visit) => Promise<Result>): Promise<Result> {
    const door = session === undefined ? undefined : await this.doors.find(session);
    if (!door?.inside || door.kind !== kind || door.visitId === null) throw new DoorEnded();
    const { visitId } = door;
    return this.under(door, (token) => work({ door, visitId, token }));
  }

  private async byLink(linkToken: string): Promise<Door> {
    const door = await this.doors.find(linkToken);
    if (!door || door.inside) throw new DoorEnded();
    return door;
  }

  private async under<Result>(door: Door, work: (token: GrantToken) => Promise<Result>): Promise<Result> {
    try {
      return await this.grants.with({ orgId: door.orgId, memberId: door.memberId, modules: REACH }, work);
    } catch (error) {
      // The member was suspended or left: so does the door.
      if (error instanceof NoLiveGrant) throw new DoorEnded();
      throw error;
    }
  }
}

/** The name that a practice is known by. */
export async function practiceName(tx: TenantTransaction): Promise<string> {
  return (await tx.query<{ name: string }>({ name: 'practice-name', text: 'select name from app.organisation' }))[0]!.name;
}

/** Whether what a door leads to is there and in sight of the member in whose name it opens. */
async function opens(tx: TenantTransaction, { id, kind }: Door): Promise<boolean> {
  const text =
    kind === 'share'
      ? `select 1 from app.document_share s join app.document d on d.org_id = s.org_id and d.id = s.document_id
          where s.id = $1 and s.ended_at is null and d.state <> 'removed'`
      : 'select 1 from app.document_request where id = $1 and ended_at is null';
  return (await tx.query({ name: ['door-opens', kind].join('-'), text, values: [id] })).length > 0;
}

/** Whose address a door is for, and what its entries are about. @throws DoorEnded when the member sees it no more */
async function toWhom(tx: TenantTransaction, door: Door): Promise<{ email: string; subject: { kind: string; id: string } }> {
  const keyring = await tx.keyring();
  if (door.kind === 'share') {
    const share = await findShare(tx, keyring, door.id);
    const document = share && (await findDocument(tx, keyring, share.documentId));
    if (share?.card.email == null || !document || document.state === 'removed') throw new DoorEnded();
    return { email: share.card.email, subject: { kind: 'document', id: share.documentId } };
  }
  const request = await findRequest(tx, keyring, door.id).catch(() => undefined);
  if (!request) throw new DoorEnded();
  return { email: request.card.email, subject: { kind: 'client', id: request.clientId } };
}
