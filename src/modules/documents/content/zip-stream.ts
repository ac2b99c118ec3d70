import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** One file of a zip. */
export interface ZipEntry {
  name: string;
  /** Length, bytes. */
  bytes: number;
  changedAt: Date;
  /** Called when its turn comes. */
  open: () => Promise<Readable>;
}

/** What the directory of a zip holds for an entry beside its name, at most, bytes: fixed part, time, ZIP64 sizes (APPNOTE.TXT 4.3.12). */
const DIRECTORY_ENTRY_BYTES = 46 + 9 + 28;
const ZIP64_FROM = 0xffff;

/**
 * Files as one zip that is made while it is read, not compressed, and how long it will be in bytes. Fails with the error of whatever file fails.
 */
export async function zipStream(entries: readonly ZipEntry[]): Promise<{ body: Readable; bytes: number }> {
  const zip = new ZipFile();
  const body = new PassThrough({ highWaterMark: 262_144 });
  let current: Readable | undefined;
  body.once('close', () => current?.destroy());
  zip.on('error', (error: Error) => body.destroy(error));
  zip.outputStream.pipe(body);
  for (const { name, bytes, changedAt, open } of entries)
    zip.addReadStreamLazy(name, { compress: false, size: bytes, mtime: changedAt }, (give) => {
      if (body.destroyed) return;
      open().then(
        (file) => {
          if (body.destroyed) return file.destroy();
          file.once('error', (error) => body.destroy(error));
          current = file;
          return give(null, file);
        },
        (error: unknown) => body.destroy(error as Error),
      );
    });
  const directory = entries.reduce((sum, { name }) => sum + DIRECTORY_ENTRY_BYTES + Buffer.byteLength(name), 0);
  // Asked for where the directory is large: yazl counts it into the length from there on, and else writes it only from 4 GB.
  const forceZip64Format = directory >= ZIP64_FROM;
  const bytes = await new Promise<number>((resolve) => zip.end({ forceZip64Format, comment: '' }, resolve as () => void));
  return { body, bytes };
}
