import type { PlainDatabase } from '../../../common/database/plain-database.js';
import { codeHash, secretHash, type DoorKind } from '../domain/door.js';

/** A live door, found by its token or by the session of whoever came in. */
export interface Door {
  readonly id: string;
  readonly orgId: string;
  readonly kind: DoorKind;
  /** In whose name it opens. */
  readonly memberId: string;
  /** Whether a session led here, not the token from the mail alone. */
  readonly inside: boolean;
  /** Set by coming in: tells one visit from another on record. */
  readonly visitId: string | null;
  /** When the session ends, or the door itself for a token. */
  readonly until: Date;
}

/** What came of typing a code. */
export type CodeOutcome =
  | { readonly outcome: 'in'; readonly until: Date; readonly openedAt: Date; readonly closesAt: Date | null }
  | { readonly outcome: 'wrong' | 'spent' | 'over' };

/** Doors of outside people: their secrets lie with the wall, as hashes, and only the jobs login asks for them. */
export class DoorRepository {
  constructor(private readonly jobs: PlainDatabase) {}

  /** The live door behind a secret; undefined when there is none. */
  async find(secret: string): Promise<Door | undefined> {
    const [row] = await this.jobs.query<Door>({
      name: 'door-find',
      text: `select id, org_id as "orgId", kind, member_id as "memberId", inside, visit_id as "visitId", until from wall.find_door($1)`,
      values: [secretHash(secret)],
    });
    return row;
  }

  /** Gives a door the token that is about to be mailed, in place of any before; false when it is over. */
  async arm(id: string, token: string): Promise<boolean> {
    return this.ask('select wall.arm_door($1, $2) as answer', [id, secretHash(token)]);
  }

  /** Whether anybody who has its link could come in now. */
  async opens(id: string): Promise<boolean> {
    return this.ask('select wall.door_opens($1) as answer', [id]);
  }

  /** Counts somebody who asks for a code. Returns the seconds to wait first, 0 when one may be sent. */
  async knock(id: string): Promise<number> {
    return this.ask('select wall.knock($1) as answer', [id]);
  }

  /** Sets the code that is about to be mailed; false when the door is over. */
  async setCode(id: string, code: string): Promise<boolean> {
    return this.ask('select wall.set_code($1, $2) as answer', [id, codeHash(id, code)]);
  }

  /** Judges a code and, when it is right, lets `session` in for so many seconds at most. */
  async tryCode(
    id: string,
    code: string,
    { session, visitId, seconds }: { session: string; visitId: string; seconds: number },
  ): Promise<CodeOutcome> {
    const [row] = await this.jobs.query<CodeOutcome>({
      name: 'door-try-code',
      text: `select outcome, until, opened_at as "openedAt", closes_at as "closesAt" from wall.try_code($1, $2, $3, $4, $5)`,
      values: [id, codeHash(id, code), secretHash(session), visitId, seconds],
    });
    return row!;
  }

  /** Begins the hour of a share with the visit that came in; false when its door ended meanwhile. */
  async beginHour(id: string, visitId: string, at: Date): Promise<boolean> {
    return this.ask('select wall.begin_hour($1, $2, $3) as answer', [id, visitId, at]);
  }

  /** Doors of a member that were cut off while somebody could still come by them. */
  async cutOff(memberId: string): Promise<Pick<Door, 'id' | 'orgId' | 'kind'>[]> {
    return this.jobs.query({ text: 'select id, org_id as "orgId", kind from wall.doors_cut_off($1)', values: [memberId] });
  }

  /** Ends the session of whoever came in. */
  async leave(session: string): Promise<void> {
    await this.jobs.execute({ text: 'select wall.leave_door($1)', values: [secretHash(session)] });
  }

  /** Forgets the secrets of doors that have been over for a day. */
  async sweep(): Promise<void> {
    await this.jobs.execute({ text: 'select wall.sweep_doors()' });
  }

  private async ask<Answer>(text: string, values: unknown[]): Promise<Answer> {
    return (await this.jobs.query<{ answer: Answer }>({ text, values }))[0]!.answer;
  }
}
