import { Readable } from 'node:stream';
import { Body, Controller, Delete, Head, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import type { FastifyReply } from 'fastify';
import type { Origin } from '../../../common/database/audit-entry.js';
import { Public } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { NotTus } from '../domain/document.errors.js';
import { assertTus, checksum, metadata, wholeNumber } from '../domain/tus.js';
import { AnswerRequest } from '../use-cases/answer-request.use-case.js';
import { INSIDE } from './outside.controller.js';
import { PROGRESS, idOf, progress, tusHeaders, type TusHeaders } from './uploads.controller.js';
import { Visitor } from './visitor.js';

/** Files that a client sends in answer to a request: the tus protocol, as for members. */
@ApiTags('outside')
@Controller('outside/uploads')
@Throttle(INSIDE)
export class OutsideUploadsController {
  constructor(private readonly requests: AnswerRequest) {}

  @Post()
  @HttpCode(201)
  @Public('needs the session of somebody outside')
  @ApiOperation({
    summary: 'Announce a file in answer to a request (tus creation)',
    description:
      'Upload-Length in bytes. Upload-Metadata with id (a UUID of your own), itemId, filename, and if you like filetype and sha256.',
  })
  @ApiCreatedResponse({ headers: { ...PROGRESS, Location: { description: 'Where pieces go', schema: { type: 'string' } } } })
  async begin(
    @Visitor() visitor: string | undefined,
    @RequestOrigin() origin: Origin,
    @Headers() headers: TusHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    assertTus(headers['tus-resumable']);
    const said = metadata(headers['upload-metadata']);
    const length = wholeNumber('Upload-Length', headers['upload-length']);
    const upload = await this.requests.begin(visitor, origin, {
      id: idOf('id', said.get('id')),
      itemId: idOf('itemId', said.get('itemId')),
      name: said.get('filename'),
      type: said.get('filetype'),
      sha256: said.get('sha256') || undefined,
      length,
    });
    progress(tusHeaders(reply), upload);
    void reply.header('location', `/api/v1/outside/uploads/${upload.id}`);
  }

  @Head(':id')
  @HttpCode(200)
  @Public('needs the session of somebody outside')
  @ApiOperation({ summary: 'How much of a file has arrived' })
  @ApiOkResponse({ headers: PROGRESS })
  async ask(
    @Visitor() visitor: string | undefined,
    @RequestOrigin() origin: Origin,
    @Param('id', IdPipe) id: string,
    @Headers() headers: TusHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    assertTus(headers['tus-resumable']);
    progress(tusHeaders(reply), await this.requests.ask(visitor, origin, id));
  }

  @Patch(':id')
  @HttpCode(204)
  @Public('needs the session of somebody outside')
  @ApiOperation({ summary: 'Send a piece of a file' })
  @ApiNoContentResponse()
  async piece(
    @Visitor() visitor: string | undefined,
    @RequestOrigin() origin: Origin,
    @Param('id', IdPipe) id: string,
    @Headers() headers: TusHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    assertTus(headers['tus-resumable']);
    if (!(body instanceof Readable)) throw new NotTus('A piece is sent as application/offset+octet-stream.', 415);
    const offset = wholeNumber('Upload-Offset', headers['upload-offset']);
    const received = await this.requests.piece(visitor, origin, id, { offset, body, checksum: checksum(headers['upload-checksum']) });
    tusHeaders(reply).header('upload-offset', String(received));
  }

  @Delete(':id')
  @HttpCode(204)
  @Public('needs the session of somebody outside')
  @ApiOperation({ summary: 'Give up a file on its way in' })
  @ApiNoContentResponse()
  async end(
    @Visitor() visitor: string | undefined,
    @RequestOrigin() origin: Origin,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.requests.end(visitor, origin, id);
    tusHeaders(reply);
  }
}
