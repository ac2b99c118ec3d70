import { Readable } from 'node:stream';
import { BadRequestException, PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Routes whose body may be a CSV file, whatever the prefix. */
const CSV_ROUTE = /\/client-imports$/;

/**
 * Lets `text/csv` bodies through as streams, unread: a file is taken into memory by {@link readCsvBody} only after the
 * caller was found to be allowed. On routes that take no file, or when it says that it is larger than `limitBytes`,
 * the request is refused at once.
 */
export function installCsvBody(fastify: FastifyInstance, limitBytes: number): void {
  fastify.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const { 'content-type': type = '', 'content-length': length = '0' } = request.headers;
    if (!/^\s*text\/csv\b/i.test(type)) done(null, payload);
    else if (!CSV_ROUTE.test(request.routeOptions.url ?? '')) done(refusal(415, 'FST_ERR_CTP_INVALID_MEDIA_TYPE'));
    else if (Number(length) > limitBytes) done(refusal(413, 'FST_ERR_CTP_BODY_TOO_LARGE'));
    else done(null, payload);
  });
}

/**
 * The bytes of a body that {@link installCsvBody} let through; none for no body.
 * @throws UnsupportedMediaTypeException for another kind of body, PayloadTooLargeException past the limit,
 *   BadRequestException when the sender breaks off.
 */
export async function readCsvBody(body: unknown, limitBytes: number): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (!(body instanceof Readable)) throw new UnsupportedMediaTypeException();
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise<Buffer>((resolve, reject) => {
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) chunks.push(chunk);
      else {
        // Not destroyed, or the answer could not be sent either: the rest is let run by and kept nowhere.
        chunks.length = 0;
        reject(new PayloadTooLargeException());
      }
    });
    body.once('end', () => resolve(Buffer.concat(chunks)));
    body.once('error', () => reject(new BadRequestException()));
    body.once('close', () => reject(new BadRequestException()));
  });
}

function refusal(statusCode: number, code: string): Error {
  return Object.assign(new Error(code), { statusCode, code });
}
