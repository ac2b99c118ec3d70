import { sqlState } from '../../../common/database/database.errors.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { WrongStage } from '../domain/single-sign-on.errors.js';
import type { ConnectionRepository } from '../persistence/connection.repository.js';

const UNIQUE_VIOLATION = '23505';

/** From tested to on to required, and back. Each step is judged by the database, whatever asks for it (migration 13). */
export class MoveStage {
  constructor(private readonly connections: ConnectionRepository) {}

  /** Offers the connection to addresses of the verified domains. @throws NotFound, WrongStage, NoVerifiedDomain, AboveOwnAccess */
  async turnOn(tx: TenantTransaction, id: string): Promise<void> {
    const connection = await this.connections.lock(tx, await tx.keyring(), id);
    if (connection.state !== 'tested') throw new WrongStage();
    try {
      await this.connections.turn(tx, connection, 'on');
    } catch (error) {
      // Another one is on and required: that one is freed first.
      throw sqlState(error) === UNIQUE_VIOLATION ? new WrongStage() : error;
    }
    tx.audit({ action: 'turn_on', subject: { kind: 'sign_on_connection', id } });
  }

  /** Takes the connection back; what it opened stays open until it ends by itself. @throws NotFound, WrongStage while it is required */
  async turnOff(tx: TenantTransaction, id: string): Promise<void> {
    const connection = await this.connections.lock(tx, await tx.keyring(), id);
    if (connection.state !== 'on' || connection.enforcedFrom !== null) throw new WrongStage();
    await this.connections.turn(tx, connection, 'tested');
    tx.audit({ action: 'turn_off', subject: { kind: 'sign_on_connection', id } });
  }

  /**
   * Requires the connection of everybody from an instant on. Returns how many sessions end by it, now or then.
   * @throws NotFound, WrongStage, NoVerifiedDomain, OwnerConfirms, ComeInFirst
   */
  async require(tx: TenantTransaction, id: string, from: Date): Promise<number> {
    const [row] = await tx.query<{ ended: number }>({ text: 'select wall.require_door($1, $2) as ended', values: [id, from] });
    tx.audit({
      action: 'require',
      subject: { kind: 'sign_on_connection', id },
      detail: { from: from.toISOString(), sessionsEnded: row!.ended },
    });
    return row!.ended;
  }

  /** Lets every door open again. @throws NotFound, WrongStage */
  async free(tx: TenantTransaction, id: string): Promise<void> {
    await this.assertHere(tx, id);
    const [row] = await tx.query<{ freed: boolean }>({ text: 'select wall.free_doors($1) as freed', values: [id] });
    if (!row!.freed) throw new WrongStage();
    tx.audit({ action: 'free', subject: { kind: 'sign_on_connection', id } });
  }

  /** An owner stands behind the settings as they are. @throws NotFound, OwnersOnly, WrongStage */
  async confirm(tx: TenantTransaction, id: string): Promise<void> {
    await this.assertHere(tx, id);
    const [row] = await tx.query<{ confirmed: boolean }>({ text: 'select wall.confirm_door($1) as confirmed', values: [id] });
    if (!row!.confirmed) throw new WrongStage();
    tx.audit({ action: 'confirm', subject: { kind: 'sign_on_connection', id } });
  }

  private async assertHere(tx: TenantTransaction, id: string): Promise<void> {
    const rows = await tx.query({ text: 'select 1 from app.sso_connection where id = $1', values: [id] });
    if (rows.length === 0) throw new NotFound();
  }
}
