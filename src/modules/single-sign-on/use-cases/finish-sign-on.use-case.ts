import type { Clock } from '../../../common/clock/clock.js';
import { MODULES } from '../../../common/database/principal.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import { AccountElsewhere, type ConnectionSessions, type Entered } from '../../identity/index.js';
import { assuranceBy, type Arrival, type Reason, type TestResult } from '../domain/connection.js';
import { ProviderFailed, SignOnEnded, SignOnRefused } from '../domain/single-sign-on.errors.js';
import type { ConnectionLoader } from '../persistence/connection-loader.js';
import type { ConnectionRepository } from '../persistence/connection.repository.js';
import type { Door, DoorRepository } from '../persistence/door.repository.js';
import type { RequestRepository, Result } from '../persistence/request.repository.js';
import type { Admit } from './admit.use-case.js';
import type { SignOnRecord } from './sign-on-record.js';

/** Where a sign-on has led: in, to a step before that, or back to the settings of the connection that was tried. */
export type Finished = Entered | { outcome: 'tested'; connectionId: string };

/** The last half of a sign-on, from a page of ours: the one-time code becomes a session, or the result of a test. */
export class FinishSignOn {
  constructor(
    private readonly doors: DoorRepository,
    private readonly loader: ConnectionLoader,
    private readonly connections: ConnectionRepository,
    private readonly requests: RequestRepository,
    private readonly admit: Admit,
    private readonly sessions: ConnectionSessions,
    private readonly record: SignOnRecord,
    private readonly clock: Clock,
  ) {}

  /** @throws SignOnEnded, SignOnRefused, ProviderFailed */
  async execute(code: Buffer, browser: Buffer | undefined, origin: Origin): Promise<Finished> {
    const spent = browser && (await this.requests.spend(code, browser));
    const door = spent && (await this.doors.get(spent.connectionId));
    if (!spent || !door) throw new SignOnEnded();
    return spent.purpose === 'test' ? this.tested(door, spent.result) : this.enter(door, spent.result, origin);
  }

  private async enter(door: Door, result: Result, origin: Origin): Promise<Entered> {
    if ('problem' in result) {
      await this.record.refused(door, result.problem, origin);
      throw result.problem === 'provider_refused' ? new SignOnRefused() : new ProviderFailed(result.problem);
    }
    if (door.state !== 'on') throw new SignOnEnded();
    const { arrival } = result;
    const connection = await this.loader.load(door);
    const admitted = await this.admit.execute(door, connection, arrival);
    if ('refused' in admitted) throw await this.refuse(door, admitted.refused, origin);
    const indexes = await this.doors.indexes(door.connectionId, arrival.subject, arrival.sid);
    const by = { connectionId: door.connectionId, subjectIndex: indexes.subjectIndex!, sidIndex: indexes.sidIndex };
    try {
      const entered = await this.sessions.enter(admitted.accountId, by, assuranceBy(connection.trust, arrival.methods), origin);
      if (entered) return entered;
    } catch (error) {
      if (error instanceof AccountElsewhere) throw await this.refuse(door, 'another_practice', origin);
      throw error;
    }
    throw await this.refuse(door, 'not_active', origin);
  }

  /** Nobody is signed in by a test: what it read is kept, sealed, for the administrators of the practice. */
  private async tested(door: Door, result: Result): Promise<Finished> {
    const kept = await this.judged(door, result);
    await this.loader.inPractice(door.orgId, MODULES.settings, async (tx) => {
      const keyring = await tx.keyring();
      const connection = await this.connections.lock(tx, keyring, door.connectionId);
      const assurance = kept.arrival && assuranceBy(connection.trust, kept.arrival.methods);
      await this.connections.keepTest(tx, keyring, door.connectionId, { ...kept, assurance });
      tx.audit({ action: 'test', subject: { kind: 'sign_on_connection', id: door.connectionId }, detail: { problem: kept.problem } });
    });
    return { outcome: 'tested', connectionId: door.connectionId };
  }

  private async judged(door: Door, result: Result): Promise<TestResult> {
    const at = this.clock.now().toISOString();
    if ('problem' in result) return { at, arrival: null, assurance: null, ...result };
    const arrival: Arrival = result.arrival;
    return { at, arrival, assurance: null, problem: await this.admit.problemOf(door, arrival), hint: null };
  }

  private async refuse(door: Door, reason: Reason, origin: Origin): Promise<SignOnRefused> {
    await this.record.refused(door, reason, origin);
    return new SignOnRefused();
  }
}
