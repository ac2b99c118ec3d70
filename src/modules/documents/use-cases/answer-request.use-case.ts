import type { Origin } from '../../../common/database/audit-entry.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { DocumentInvalid } from '../domain/document.errors.js';
import { answered } from '../domain/document.events.js';
import { DoorEnded, RequestClosed } from '../domain/outside.errors.js';
import { mayMove } from '../domain/request-item.js';
import { MOST_FILES } from '../domain/request.js';
import {
  askedBy,
  findRequest,
  isLive,
  itemsOf,
  lockItem,
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
      if (request.sentAt !== null)
        return tx.audit({ action: 'request-look', subject: { kind: 'client', id: request.clientId }, detail: said(request) });
      await touchRequest(tx, request.id, 'sent');
      tx.audit({ action: 'request-sent', subject: { kind: 'client', id: request.clientId }, fields: ['documents'], detail: said(request) });
      tx.raise(answered(request.id));
    });
  }

  /** Announces a file. @throws DoorEnded, NotFound, RequestClosed, DocumentInvalid, FileEmpty, FileTooLarge */
  async begin(session: string | undefined, origin: Origin, { itemId, ...file }: AnswerCommand): Promise<StoredUpload> {
    return this.inside(session, origin, async (tx, request) => {
      const keyring = await tx.keyring();
      const item = await lockItem(tx, keyring, itemId, request.id);
      if (await findUpload(tx, file.id)) await assertAnswers(tx, file.id, request.id);
      else {
        if (!mayMove('client', item.state, 'uploaded')) throw new RequestClosed();
        await assertRoom(tx, request.id);
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
    return this.ofUpload(session, origin, id, ({ token }) => this.uploads.piece.execute(token, origin, id, piece));
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
          if (!(await isLive(tx, visit.door.id))) throw new DoorEnded();
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

/** A version was found good: what it answers counts as uploaded, unless somebody judged it meanwhile. */
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

/** @throws NotFound when an upload is not there or answers something else */
async function assertAnswers(tx: TenantTransaction, uploadId: string, requestId: string): Promise<void> {
  const upload = await findUpload(tx, uploadId);
  const asked = upload && (await askedBy(tx, upload.documentId));
  if (asked?.requestId !== requestId) throw new NotFound().about([uploadId]);
}

/** @throws DocumentInvalid when a request has all the files that it takes */
async function assertRoom(tx: TenantTransaction, requestId: string): Promise<void> {
  const [row] = await tx.query<{ files: number }>({
    name: 'document-request-files',
    text: `select count(*)::int as files from app.document d join app.document_request_item i on i.org_id = d.org_id and i.id = d.request_item_id
            where i.request_id = $1 and d.state <> 'removed'`,
    values: [requestId],
  });
  if (row!.files >= MOST_FILES)
    throw new DocumentInvalid([
      { field: 'filename', code: 'too_many', message: `A request takes ${MOST_FILES} files. Ask the practice for another one.` },
    ]);
}
