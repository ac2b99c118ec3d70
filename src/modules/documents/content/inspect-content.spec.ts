import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { ZipFile } from 'yazl';
import { HEIC } from '../../../../test/support/heic.js';
import { Clamd, ScannerUnavailable } from './clamd.js';
import type { ContentSource, ContentVerdict } from './content.js';
import { Drawing, NotDrawn } from './drawing.js';
import { DEFAULT_ALLOWED } from './file-kinds.js';
import { inspectContent } from './inspect-content.js';

const drawing = new Drawing();
const asker = { orgId: 'a practice', by: 'a session' };

function source(name: string, content: Buffer): ContentSource {
  return { name, bytes: content.length, read: async (from, to) => content.subarray(from, to), stream: () => Readable.from([content]) };
}

async function look(name: string, content: Buffer | string, allowed = DEFAULT_ALLOWED): Promise<ContentVerdict> {
  return inspectContent(source(name, Buffer.from(content)), { allowed, scanner: null, drawing });
}

async function pdf(pages: string[], options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A5', autoFirstPage: false, ...options });
  for (const text of pages) document.addPage().fontSize(40).text(text);
  document.end();
  return buffer(document as unknown as Readable);
}

async function zip(files: Record<string, string | Buffer>, compress = true): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), name, { compress });
  archive.end();
  return buffer(archive.outputStream as Readable);
}

/** A zip whose directory names entries that all share the same bytes, each said to unpack to so much. */
function bomb(entries: number, unpacked: number): Buffer {
  const data = deflateRawSync(Buffer.alloc(1_000));
  const local = Buffer.alloc(31);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(unpacked, 22);
  local.writeUInt16LE(1, 26);
  local.write('a', 30);
  const directory = Array.from({ length: entries }, (_entry, index) => {
    const name = Buffer.from(`file-${index}`);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE(8, 10);
    head.writeUInt32LE(data.length, 20);
    head.writeUInt32LE(unpacked, 24);
    head.writeUInt16LE(name.length, 28);
    return Buffer.concat([head, name]);
  });
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + data.length, 16);
  return Buffer.concat([local, data, central, end]);
}

const WORD = {
  '[Content_Types].xml':
    '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  'word/document.xml': '<w:document/>',
};

/** A compound file by its signature, with something in the middle of megabytes. */
const compound = (middle: Buffer): Buffer =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1_500_001), middle, Buffer.alloc(1_500_000)]);

describe('what a file is', () => {
  it('is told by its content: PDFs with their pages, pictures, texts, office documents with what they say of themselves', async () => {
    expect(await look('visa.pdf', await pdf(['one', 'two', 'three']))).toEqual({
      type: 'application/pdf',
      problem: null,
      pages: 3,
      details: {},
    });
    const picture = sharp({ create: { width: 300, height: 200, channels: 3, background: '#345' } });
    for (const [name, type, bytes] of [
      ['a.jpg', 'image/jpeg', await picture.jpeg().toBuffer()],
      ['a.PNG', 'image/png', await picture.png().toBuffer()],
      ['a.webp', 'image/webp', await picture.webp().toBuffer()],
      ['scan.tif', 'image/tiff', await picture.tiff().toBuffer()],
    ] as const)
      expect(await look(name, bytes)).toMatchObject({ type, problem: null, pages: 1 });
    expect(await look('notes.txt', 'Nguyễn Thị Thu Hà: called on Monday.\n')).toMatchObject({
      type: 'text/plain',
      problem: null,
      pages: 1,
    });
    expect(await look('list.csv', 'name,born\nHà,1990-01-01\n')).toMatchObject({ type: 'text/csv', problem: null });
    const core = '<cp:coreProperties><dc:title>Statement</dc:title><dc:creator>Lan Ph&amp;m</dc:creator></cp:coreProperties>';
    expect(await look('statement.docx', await zip({ ...WORD, 'docProps/core.xml': core }))).toMatchObject({
      type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      problem: null,
      pages: null,
      details: { title: 'Statement', author: 'Lan Ph&m' },
    });
    expect(await look('bundle.zip', await zip({ 'a.txt': 'a', 'b/c.txt': 'c' }))).toMatchObject({ type: 'application/zip', problem: null });
  });

  it('is refused when it is not what its name says, two things at once, or something that runs', async () => {
    const good = await pdf(['one']);
    const cases: [string, Buffer | string, string][] = [
      ['passport.pdf', '<!DOCTYPE html><html><script>alert(1)</script></html>', 'active'],
      ['note.txt', '\n\n  <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'active'],
      ['run.txt', '#!/bin/sh\nrm -rf /\n', 'active'],
      ['photo.jpg', good, 'mismatch'],
      ['invoice.exe', good, 'mismatch'],
      ['setup.pdf', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]), 'not_allowed'],
      ['polyglot.pdf', Buffer.concat([good, await zip({ 'a.class': 'x' })]), 'mismatch'],
      ['late.pdf', Buffer.concat([Buffer.alloc(600, 0x20), good]), 'not_allowed'],
      ['script.gif', Buffer.concat([Buffer.from('GIF89a/*'), Buffer.from('*/=1;<script>alert(1)</script>')]), 'mismatch'],
      ['macro.docx', await zip({ ...WORD, 'word/vbaProject.bin': 'x' }), 'active'],
      ['polyglot.docx', await zip({ 'a.pdf': good, ...WORD }, false), 'mismatch'],
      ['macro.doc', compound(Buffer.from('_VBA_PROJECT', 'utf16le')), 'active'],
      ['macro.xls', compound(Buffer.from('_vba_Project', 'utf16le')), 'active'],
      ['setup.doc', compound(Buffer.from('84100c0000000000c000000000000046', 'hex')), 'active'],
      ['sealed.xls', compound(Buffer.from('EncryptedPackage', 'utf16le')), 'encrypted'],
      ['broken.pdf', good.subarray(0, 200), 'broken'],
      [
        'broken.jpg',
        (
          await sharp({ create: { width: 900, height: 900, channels: 3, background: '#345' } })
            .jpeg()
            .toBuffer()
        ).subarray(0, 700),
        'broken',
      ],
      ['secret.pdf', await pdf(['one'], { userPassword: 'secret', ownerPassword: 'other', pdfVersion: '1.7' }), 'encrypted'],
    ];
    for (const [name, content, problem] of cases) expect({ name, problem: (await look(name, content)).problem }).toEqual({ name, problem });
    expect((await look('a.txt', 'plain', ['application/pdf'])).problem).toBe('not_allowed');
    expect((await look('letter.doc', compound(Buffer.from('WordDocument', 'utf16le')))).problem).toBeNull();
  });

  it('is refused as an archive that unpacks to too much, shares its bytes, holds archives or is locked', async () => {
    expect((await look('bomb.zip', bomb(5_000, 4_000_000))).problem).toBe('archive_too_large');
    expect((await look('many.zip', bomb(10_001, 10))).problem).toBe('archive_too_large');
    expect((await look('one.zip', bomb(1, 3_900_000_000))).problem).toBe('archive_too_large');
    expect((await look('deep.zip', await zip({ 'a.zip': await zip({ 'b.txt': 'b' }) }))).problem).toBe('archive_too_deep');
    const counted = source('many.zip', bomb(9_000, 10));
    let reads = 0;
    const read = async (from: number, to: number): Promise<Buffer> => {
      reads++;
      return counted.read(from, to);
    };
    await inspectContent({ ...counted, read }, { allowed: DEFAULT_ALLOWED, scanner: null, drawing });
    expect(reads).toBeLessThan(20);
    const locked = await zip({ 'a.txt': 'hello' });
    locked.writeUInt16LE(
      locked.readUInt16LE(locked.indexOf('PK\u0001\u0002', 0, 'latin1') + 8) | 1,
      locked.indexOf('PK\u0001\u0002', 0, 'latin1') + 8,
    );
    expect((await look('locked.zip', locked)).problem).toBe('encrypted');
    expect((await look('cut.zip', (await zip({ 'a.txt': 'hello' })).subarray(0, 60))).problem).toBe('broken');
  });
});

describe('a page of a stranger’s file', () => {
  it('is drawn in a process of its own, with its text, and with a watermark burnt in', async () => {
    const file = source('a.pdf', await pdf(['Wattlebird', 'second']));
    const [plain, marked] = [
      await drawing.page(file, 'application/pdf', { page: 2, width: 600, watermark: null }, asker),
      await drawing.page(file, 'application/pdf', { page: 2, width: 600, watermark: '<b>& lan@mail.example</b>' }, asker),
    ];
    expect(await sharp(plain).metadata()).toMatchObject({ format: 'webp', width: 600 });
    const [before, after] = [await sharp(plain).greyscale().stats(), await sharp(marked).greyscale().stats()];
    expect(after.channels[0]!.mean).toBeLessThan(before.channels[0]!.mean - 0.5);
    expect(await drawing.text(file, 'application/pdf', 1, asker)).toContain('Wattlebird');
    expect((await drawing.thumbnail(file, 'application/pdf'))!.length).toBeLessThan(60_000);
    await expect(drawing.page(file, 'application/pdf', { page: 9, width: 600, watermark: null }, asker)).rejects.toThrow(NotDrawn);
  });

  it('leaves out of a photograph where it was taken, and refuses one that claims too many pixels', async () => {
    const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#345' } })
      .withExif({ IFD0: { Artist: 'Hamish' } })
      .jpeg()
      .toBuffer();
    const shown = await drawing.page(source('p.jpg', photo), 'image/jpeg', { page: 1, width: 400, watermark: null }, asker);
    expect((await sharp(shown).metadata()).exif).toBeUndefined();
    const huge = Buffer.from(
      await sharp({ create: { width: 10, height: 10, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    );
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    expect((await look('huge.png', huge)).problem).toBe('broken');
  });

  it('is drawn of a phone’s photograph (HEIC), the right way up, and without what it says of who took it', async () => {
    /** Colours of the upper left and the lower right corner. */
    const corners = async (file: Buffer): Promise<string[]> => {
      expect(await look('IMG_0001.HEIC', file)).toMatchObject({ type: 'image/heic', problem: null, pages: 1 });
      const shown = await drawing.page(source('p.heic', file), 'image/heic', { page: 1, width: 400, watermark: null }, asker);
      expect((await sharp(shown).metadata()).exif).toBeUndefined();
      const { data, info } = await sharp(shown).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([96, 64]);
      return [10 * 96 + 10, 54 * 96 + 86].map((pixel) => (data[pixel * 3]! > data[pixel * 3 + 2]! ? 'red' : 'blue'));
    };
    expect(HEIC.plain.includes('Hamish')).toBe(true);
    expect(await corners(HEIC.plain)).toEqual(['red', 'blue']);
    expect(await corners(HEIC.turned)).toEqual(['blue', 'red']);
    expect((await drawing.thumbnail(source('p.heic', HEIC.plain), 'image/heic'))!.length).toBeLessThan(5_000);
  });

  it('is not drawn of one that is larger than its memory, cut off or made up; what is no photograph at all is refused', async () => {
    const sized = Buffer.from(HEIC.plain);
    sized.writeUInt32BE(60_000, sized.indexOf('ispe') + 8);
    expect(await look('huge.heic', sized)).toMatchObject({ problem: null, pages: null });
    expect(await drawing.thumbnail(source('huge.heic', sized), 'image/heic')).toBeNull();
    expect(await look('cut.heic', HEIC.plain.subarray(0, 440))).toMatchObject({ type: 'image/heic', pages: null });
    expect((await look('empty.heic', Buffer.concat([HEIC.plain.subarray(0, 28), randomBytes(500)]))).problem).toBe('broken');
    const told = await look('scrambled.heic', Buffer.concat([HEIC.plain.subarray(0, 430), randomBytes(79)]));
    expect(told.type).toBe('image/heic');
  });
});

describe('the malware scanner', () => {
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));

  /** Speaks clamd's protocol, and knows one word for malware. */
  async function scanner(answer: (content: Buffer) => string | null): Promise<Clamd> {
    const server = createServer((socket) => {
      let got = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (bytes: Buffer) => {
        got = Buffer.concat([got, bytes]);
        if (got.length < 14 || got.readUInt32BE(got.length - 4) !== 0) return;
        const content: Buffer[] = [];
        for (let at = 10; at < got.length - 4; at += 4 + got.readUInt32BE(at))
          content.push(got.subarray(at + 4, at + 4 + got.readUInt32BE(at)));
        const said = answer(Buffer.concat(content));
        if (said === null) socket.destroy();
        else socket.end(`${said}\0`);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Clamd({ host: '127.0.0.1', port: (server.address() as { port: number }).port });
  }

  it('is given every byte, says what it knows, and keeps files waiting while it does not answer', async () => {
    const content = Buffer.concat([Buffer.alloc(600_000, 'a'), Buffer.from('EICAR')]);
    const clamd = await scanner((bytes) => (bytes.equals(content) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK'));
    expect(await clamd.scan(() => Readable.from([content]))).toBe('Eicar-Test-Signature');
    expect(await clamd.scan(() => Readable.from([Buffer.from('harmless')]))).toBeNull();
    expect((await inspectContent(source('a.txt', content), { allowed: DEFAULT_ALLOWED, scanner: clamd, drawing })).problem).toBe('malware');
    for (const broken of [
      await scanner(() => null),
      await scanner(() => 'Out of memory. ERROR'),
      new Clamd({ path: '/nowhere/clamd.sock' }),
    ])
      await expect(broken.scan(() => Readable.from([content]))).rejects.toThrow(ScannerUnavailable);
  });
});
