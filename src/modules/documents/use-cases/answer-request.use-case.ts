import type { Origin } from '../../../common/database/audit-entry.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { DocumentInvalid, UploadsBusy } from '../domain/document.errors.js';
import { answered } from '../domain/document.events.js';
import { DoorEnded, RequestClosed } from '../domain/outside.errors.js';
import { mayMove } from '../domain/request-item.js';
import { MOST_BYTES, MOST_FILES, MOST_PIECES } from '../domain/request.js';
import {
  askedBy,
  findRequest,
  isLive,
  itemsOf,
  lockItem,
  lockRequest,
  storeItem,
  touchRequest,
  type StoredItem,
  type StoredRequest,
} from '../persistence/request.repository.js';
import { findUpload, type StoredUpload } from '../persistence/upload.repository.js';
import type { AskUpload } from './ask-upload.use-case.js';
import type { BeginUpload, BeginUploadCommand } from './begin-upload.use-case.js';
import type { Doors, Visit } from './doors.use-case.js';
import type { EndUpload } from './end-upload.use-case.js';
import type { Piece, ReceivePiece } from './receive-piece.use-case.js';

/** A file that the client is about to send. */
export type AnswerCommand = Pick<BeginUploadCommand, 'id' | 'name' | 'type' | 'sha256' | 'length'> & { itemId: string };

/**
 * What a client does behind the door of a request: sees what is asked for, sends files, says when that is all. Files come
 * the way that a member's do, in the name of whoever asked; an upload that answers another request, or none, is not there.
 */
export class AnswerRequest {
  /** Pieces under way, by door. */
  private readonly running = new Map<string, number>();

  constructor(
    private readonly doors: Doors,
    private readonly database: TenantDatabase,
    private readonly uploads: { begin: BeginUpload; piece: ReceivePiece; ask: AskUpload; end: EndUpload },
  ) {}

  /** What is asked for, in one transaction with whatever shows it. @throws DoorEnded */
  async look<Result>(
    session: string | undefined,
    origin: Origin,
    show: (tx: TenantTransaction, request: StoredRequest, items: readonly StoredItem[], visit: Visit) => Promise<Result>,
  ): Promise<Result> {
    return this.inside(session, origin, async (tx, request, visit) => {
      const items = await itemsOf(tx, await tx.keyring(), [request.id]);
      tx.audit({ action: 'request-look', subject: { kind: 'client', id: request.clientId }, fields: ['documents'], detail: said(request) });
      return show(tx, request, items, visit);
    });
  }

  /** The client says that everything was sent. @throws DoorEnded */
  async send(session: string | undefined, origin: Origin): Promise<void> {
    await this.inside(session, origin, async (tx, request) => {
      // Of fifty presses at once, one tells whoever asked.
      if (!(await touchRequest(tx, request.id, 'sent')))
        return tx.audit({ action: 'request-look', subject: { kind: 'client', id: request.clientId }, detail: said(request) });
      tx.audit({ action: 'request-sent', subject: { kind: 'client', id: request.clientId }, fields: ['documents'], detail: said(request) });
      tx.raise(answered(request.id));
    });
  }

  /** Announces a file. @throws DoorEnded, NotFound, RequestClosed, DocumentInvalid, FileEmpty, FileTooLarge */
  async begin(session: string | undefined, origin: Origin, { itemId, ...file }: AnswerCommand): Promise<StoredUpload> {
    return this.inside(session, origin, async (tx, request) => {
      // Of those who ask at once, one after the other; the request before its items, as everywhere.
      await lockRequest(tx, request.id);
      const keyring = await tx.keyring();
      const item = await lockItem(tx, keyring, itemId, request.id);
      if (await findUpload(tx, file.id)) await assertAnswers(tx, file.id, request.id);
      else {
        if (!mayMove('client', item.state, 'uploaded')) throw new RequestClosed();
        await assertRoom(tx, request.id, file.length);
      }
      return this.uploads.begin.execute(tx, {
        ...file,
        clientId: request.clientId,
        documentId: null,
        category: item.card.category ?? undefined,
        expiresOn: undefined,
        answers: itemId,
      });
    });
  }

  /** @throws DoorEnded, NotFound, and what {@link AskUpload} throws */
  async ask(session: string | undefined, origin: Origin, id: string): Promise<StoredUpload> {
    return this.ofUpload(session, origin, id, ({ token }) => this.uploads.ask.execute(token, origin, id));
  }

  /** Stores a piece. Returns how much has arrived, bytes. @throws DoorEnded, NotFound, and what {@link ReceivePiece} throws */
  async piece(session: string | undefined, origin: Origin, id: string, piece: Piece): Promise<number> {
    return this.ofUpload(session, origin, id, async (visit) => {
      const { token, door } = visit;
      const running = this.running.get(door.id) ?? 0;
      if (running >= MOST_PIECES) throw new UploadsBusy();
      this.running.set(door.id, running + 1);
      try {
        return await this.uploads.piece.execute(token, origin, id, piece, {
          before: () => this.doors.assertGoesOn(session, visit),
          within: (tx) => assertLive(tx, door.id),
        });
      } finally {
        const left = this.running.get(door.id)! - 1;
        if (left === 0) this.running.delete(door.id);
        else this.running.set(door.id, left);
      }
    });
  }

  /** @throws DoorEnded, NotFound, UploadGone when the file is complete */
  async end(session: string | undefined, origin: Origin, id: string): Promise<void> {
    await this.ofUpload(session, origin, id, ({ token }) => this.uploads.end.execute(token, origin, id));
  }

  private async ofUpload<Result>(
    session: string | undefined,
    origin: Origin,
    id: string,
    work: (visit: Visit) => Promise<Result>,
  ): Promise<Result> {
    return this.doors.visit(session, 'request', async (visit) => {
      await this.database.run(
        visit.token,
        async (tx) => {
          await assertLive(tx, visit.door.id);
          await assertAnswers(tx, id, visit.door.id);
        },
        origin,
      );
      return work(visit);
    });
  }

  private async inside<Result>(
    session: string | undefined,
    origin: Origin,
    work: (tx: TenantTransaction, request: StoredRequest, visit: Visit) => Promise<Result>,
  ): Promise<Result> {
    return this.doors.visit(session, 'request', (visit) =>
      this.database.run(visit.token, async (tx) => work(tx, await liveRequest(tx, visit.door.id), visit), origin),
    );
  }
}

/** What came from outside was found good: what it answers counts as uploaded, unless somebody judged it meanwhile. */
export async function noteAnswered(tx: TenantTransaction, documentId: string): Promise<void> {
  const asked = await askedBy(tx, documentId);
  if (!asked) return;
  const keyring = await tx.keyring();
  const item = await lockItem(tx, keyring, asked.itemId, null);
  if (mayMove('client', item.state, 'uploaded')) await storeItem(tx, keyring, item, 'uploaded', null);
}

const said = ({ id }: StoredRequest): Record<string, string | boolean> => ({ outside: true, requestId: id });

async function liveRequest(tx: TenantTransaction, id: string): Promise<StoredRequest> {
  const request = await findRequest(tx, await tx.keyring(), id).catch((error: unknown) => {
    throw error instanceof NotFound ? new DoorEnded() : error;
  });
  if (request.endedAt !== null) throw new DoorEnded();
  return request;
}

/** @throws DoorEnded once the request is closed */
async function assertLive(tx: TenantTransaction, id: string): Promise<void> {
  if (!(await isLive(tx, id))) throw new DoorEnded();
}

/** @throws NotFound when an upload is not there or answers something else */
async function assertAnswers(tx: TenantTransaction, uploadId: string, requestId: string): Promise<void> {
  const upload = await findUpload(tx, uploadId);
  const asked = upload && (await askedBy(tx, upload.documentId));
  if (asked?.requestId !== requestId) throw new NotFound().about([uploadId]);
}

/** What was given up counts as well: each is a row and an entry. @throws DocumentInvalid when a request has all that it takes */
async function assertRoom(tx: TenantTransaction, requestId: string, bytes: number): Promise<void> {
  const [row] = await tx.query<{ files: number; bytes: string }>({
    name: 'document-request-files',
    text: `select count(distinct d.id)::int as files, coalesce(sum(v.bytes) filter (where v.state not in ('gone', 'refused')), 0) as bytes
             from app.document d join app.document_request_item i on i.org_id = d.org_id and i.id = d.request_item_id
             left join app.document_version v on v.org_id = d.org_id and v.document_id = d.id
            where i.request_id = $1`,
    values: [requestId],
  });
  if (row!.files < MOST_FILES && Number(row!.bytes) + bytes <= MOST_BYTES) return;
  const most = row!.files < MOST_FILES ? `${MOST_BYTES / 1024 ** 3} GB` : `${MOST_FILES} files`;
  throw new DocumentInvalid([
    { field: 'filename', code: 'too_many', message: `A request takes ${most}. Ask the practice for another one.` },
  ]);
}
