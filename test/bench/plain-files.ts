import { createReadStream } from 'node:fs';
import { open, readdir, rename, stat, type FileHandle } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * The bare peer of files: node:http and `stream.pipeline`, in the clear, nobody asked who they are. Files lie flat in one folder.
 *
 * - `PUT /<name>`: the body to a file, made durable as the product's store does it: after every `BENCH_PART` bytes and at the end,
 *   then renamed into place with its folder synced.
 * - `GET /<name>`: the file.
 * - `GET /<name>.all`: all files whose name begins so, one after another.
 *
 * Prints its port; ends with its standard input.
 */
async function main(folder: string, part: number): Promise<void> {
  const server = createServer((request, response) => {
    answer(folder, part, request, response).catch((error: unknown) => {
      process.stderr.write(`The bare peer of files: ${String(error)}\n`);
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
  process.stdin.resume().once('end', () => process.exit(0));
}

async function answer(folder: string, part: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = (request.url ?? '/').slice(1);
  if (!/^[\w.-]*$/.test(name)) throw new RangeError(`Not a name: ${name}`);
  const path = join(folder, name);
  if (request.method === 'PUT') {
    await receive(request, path, part);
    await syncFolder(folder);
    response.writeHead(204).end();
    return;
  }
  if (name.endsWith('.all')) {
    const names = (await readdir(folder)).filter((file) => file.startsWith(name.slice(0, -4))).sort();
    const sizes = await Promise.all(names.map(async (each) => (await stat(join(folder, each))).size));
    response.setHeader(
      'content-length',
      sizes.reduce((sum, size) => sum + size, 0),
    );
    for (const each of names) await pipeline(createReadStream(join(folder, each)), response, { end: false });
    response.end();
    return;
  }
  response.setHeader('content-length', (await stat(path)).size);
  await pipeline(createReadStream(path), response);
}

async function receive(request: IncomingMessage, path: string, part: number): Promise<void> {
  const file = await open(`${path}.arriving`, 'w', 0o600);
  try {
    await pipeline(request, (body: AsyncIterable<Buffer>) => written(file, body, part));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.arriving`, path);
}

async function written(file: FileHandle, body: AsyncIterable<Buffer>, part: number): Promise<void> {
  let loose = 0;
  for await (const bytes of body) {
    await file.write(bytes);
    loose += bytes.length;
    if (loose < part) continue;
    await file.datasync();
    loose = 0;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const { BENCH_FOLDER: folder, BENCH_PART: part } = process.env;
if (folder === undefined || part === undefined) throw new Error('BENCH_FOLDER and BENCH_PART are not set.');
await main(folder, Number(part));
