import { Readable } from 'node:stream';
import { Body, Controller, Delete, Head, Headers, HttpCode, Options, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { Requires, Token, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { isId } from '../../../common/ids.js';
import { DocumentInvalid, NotTus } from '../domain/document.errors.js';
import { LARGEST_FILE } from '../domain/document.js';
import { TUS_CHECKSUMS, TUS_EXTENSIONS, TUS_VERSION, assertTus, checksum, metadata, wholeNumber } from '../domain/tus.js';
import type { StoredUpload } from '../persistence/upload.repository.js';
import { BeginUpload } from '../use-cases/begin-upload.use-case.js';
import { EndUpload } from '../use-cases/end-upload.use-case.js';
import { ReceivePiece } from '../use-cases/receive-piece.use-case.js';
import { AskUpload } from '../use-cases/ask-upload.use-case.js';

/** Headers of the protocol, as Node writes them. */
export interface TusHeaders {
  'tus-resumable'?: string;
  'upload-length'?: string;
  'upload-offset'?: string;
  'upload-metadata'?: string;
  'upload-checksum'?: string;
  'content-length'?: string;
}

/** How far an upload is, as tus answers it: in headers, without a body. */
export const PROGRESS = {
  'Upload-Offset': { description: 'Bytes received', schema: { type: 'integer' } },
  'Upload-Length': { description: 'Bytes announced', schema: { type: 'integer' } },
  'X-Document-Id': { description: 'The document it becomes', schema: { type: 'string', format: 'uuid' } },
  'Upload-Expires': { description: 'When it is given up (HTTP date)', schema: { type: 'string' } },
} as const;

/** Files on their way in: the tus protocol, so that a broken connection loses nothing that was received. */
@ApiTags('documents')
@Controller('uploads')
export class UploadsController {
  constructor(
    private readonly begins: BeginUpload,
    private readonly pieces: ReceivePiece,
    private readonly asks: AskUpload,
    private readonly ends: EndUpload,
  ) {}

  @Options()
  @HttpCode(204)
  @Requires('documents:create')
  @ApiOperation({ summary: 'What the tus protocol can do here' })
  @ApiNoContentResponse()
  abilities(@Res({ passthrough: true }) reply: FastifyReply): void {
    tusHeaders(reply).header('tus-version', TUS_VERSION).header('tus-extension', TUS_EXTENSIONS);
    void reply.header('tus-max-size', String(LARGEST_FILE)).header('tus-checksum-algorithm', TUS_CHECKSUMS);
  }

  @Post()
  @HttpCode(201)
  @Requires('documents:create')
  @ApiOperation({
    summary: 'Announce a file (tus creation)',
    description:
      'Upload-Length in bytes, two gigabytes at most. Upload-Metadata with id (a UUID of your own: asking twice with it begins one upload), clientId, filename, ' +
      'and if you like documentId (a new version of it), filetype, category, expiresOn (YYYY-MM-DD) and sha256 (hex, of the whole file).',
  })
  @ApiCreatedResponse({
    headers: {
      ...PROGRESS,
      Location: { description: 'Where pieces go', schema: { type: 'string' } },
    },
  })
  async begin(@Tx() tx: TenantTransaction, @Headers() headers: TusHeaders, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    assertTus(headers['tus-resumable']);
    const said = metadata(headers['upload-metadata']);
    const length = wholeNumber('Upload-Length', headers['upload-length']);
    const upload = await this.begins.execute(tx, {
      id: idOf('id', said.get('id')),
      clientId: idOf('clientId', said.get('clientId')),
      documentId: said.has('documentId') ? idOf('documentId', said.get('documentId')) : null,
      name: said.get('filename'),
      type: said.get('filetype'),
      category: said.get('category') || undefined,
      expiresOn: said.get('expiresOn') || undefined,
      sha256: said.get('sha256') || undefined,
      length,
    });
    progress(tusHeaders(reply), upload);
    void reply.header('location', `/api/v1/uploads/${upload.id}`);
  }

  @Head(':id')
  @HttpCode(200)
  @Requires('documents:create', { transaction: 'own' })
  @ApiOperation({ summary: 'How much of a file has arrived' })
  @ApiOkResponse({ headers: PROGRESS })
  async ask(
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Param('id', IdPipe) id: string,
    @Headers() headers: TusHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    assertTus(headers['tus-resumable']);
    progress(tusHeaders(reply), await this.asks.execute(token, origin, id));
  }

  @Patch(':id')
  @HttpCode(204)
  @Requires('documents:create', { transaction: 'own' })
  @ApiOperation({
    summary: 'Send a piece of a file',
    description: 'The body is application/offset+octet-stream. What was received of a piece that breaks off is kept.',
  })
  @ApiNoContentResponse()
  async piece(
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Param('id', IdPipe) id: string,
    @Headers() headers: TusHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    assertTus(headers['tus-resumable']);
    if (!(body instanceof Readable)) throw new NotTus('A piece is sent as application/offset+octet-stream.', 415);
    const offset = wholeNumber('Upload-Offset', headers['upload-offset']);
    const received = await this.pieces.execute(token, origin, id, { offset, body, checksum: checksum(headers['upload-checksum']) });
    tusHeaders(reply).header('upload-offset', String(received));
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('documents:create', { transaction: 'own' })
  @ApiOperation({ summary: 'Give up a file on its way in' })
  @ApiNoContentResponse()
  async end(
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.ends.execute(token, origin, id);
    tusHeaders(reply);
  }
}

/** The headers of every answer of the protocol. */
export function tusHeaders(reply: FastifyReply): FastifyReply {
  return reply.header('tus-resumable', TUS_VERSION).header('cache-control', 'no-store');
}

/** How far an upload is, as headers. */
export function progress(reply: FastifyReply, { received, length, expiresAt, documentId }: StoredUpload): void {
  void reply
    .header('x-document-id', documentId)
    .header('upload-offset', String(received))
    .header('upload-length', String(length))
    .header('upload-expires', expiresAt.toUTCString());
}

/** @throws DocumentInvalid when it is missing or no id, NotFound when nothing can have it */
export function idOf(field: string, text: string | undefined): string {
  if (text === undefined) throw new DocumentInvalid([{ field, code: 'required', message: `Say ${field} in Upload-Metadata.` }]);
  if (!isId(text))
    throw field === 'id' ? new DocumentInvalid([{ field, code: 'malformed', message: 'The id of an upload is a UUID.' }]) : new NotFound();
  return text;
}
