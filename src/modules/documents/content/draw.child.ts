import { Console } from 'node:console';
import { buffer } from 'node:stream/consumers';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp, { type Sharp } from 'sharp';
import type { HeicFault } from './heic.js';
import { NO_LETTERS, type DrawingAnswer, type DrawingTask } from './drawing-task.js';

/** Most pixels of a picture that is opened: a sheet of A3 at 600 dots an inch. */
const MOST_PIXELS = 100_000_000;
/** Of one that is decoded in WebAssembly, whose memory it must fit into several times. */
const MOST_HEIC_PIXELS = 50_000_000;
const HEIC = new Set(['image/heic', 'image/heif']);
const MOST_PAGES = 5_000;
const TEXT_LIMIT = 200_000;
const POINTS_AN_INCH = 72;
const OPTIONS = { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true } as const;

/** Writes an answer: four bytes of length, JSON, then a picture. */
function say(answer: DrawingAnswer, picture: Buffer = Buffer.alloc(0)): void {
  const head = Buffer.from(JSON.stringify(answer));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(head.length);
  process.stdout.write(Buffer.concat([size, head, picture]));
}

async function work(task: DrawingTask, file: Buffer): Promise<void> {
  if (task.do === 'try') await tryOut();
  else if (task.type === 'application/pdf') await pdf(task, file);
  else if (task.type.startsWith('image/')) await image(task, file);
  else if (task.do === 'text')
    say({ text: new TextDecoder(file[0] === 0xff && file[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(file).slice(0, TEXT_LIMIT) });
  else process.exitCode = 2;
}

type FileTask = Exclude<DrawingTask, { do: 'try' }>;

async function image(task: FileTask, file: Buffer): Promise<void> {
  if (task.do === 'text') {
    say({ text: '' });
    return;
  }
  const picture = HEIC.has(task.type) ? await heic(file) : sharp(file, OPTIONS).rotate();
  if (task.do === 'look') {
    // Drawn small: a picture that only claims to be one does not open.
    if (typeof picture !== 'string') await picture.resize(16, 16, { fit: 'inside' }).toBuffer();
    say(picture === 'broken' ? { problem: 'broken' } : picture === 'undrawable' ? {} : { pages: 1 });
    return;
  }
  if (typeof picture === 'string') process.exitCode = 3;
  else await send(picture, task);
}

/** Opened by its own library, which is loaded only then; `sharp` comes without what its patents cover. */
async function heic(file: Buffer): Promise<Sharp | HeicFault> {
  const { openHeic } = await import('./heic.js');
  return openHeic(file, MOST_HEIC_PIXELS);
}

async function pdf(task: FileTask, file: Buffer): Promise<void> {
  const library = await PDFiumLibrary.init();
  let document;
  try {
    document = await library.loadDocument(file);
  } catch (error) {
    say({ problem: /password|security/i.test(String(error)) ? 'encrypted' : 'broken' });
    return;
  }
  const pages = document.getPageCount();
  if (task.do === 'look') {
    say(pages === 0 ? { problem: 'broken' } : { pages: Math.min(pages, MOST_PAGES) });
    return;
  }
  if (task.page < 1 || task.page > pages) {
    process.exitCode = 3;
    return;
  }
  const page = document.getPage(task.page - 1);
  if (task.do === 'text') {
    say({ text: page.getText().slice(0, TEXT_LIMIT) });
    return;
  }
  const { originalWidth: width, originalHeight: height } = page.getOriginalSize();
  // A little larger than asked: pixels are whole, and it is made smaller below.
  const scale = Math.min((task.width + 2) / width, Math.sqrt(MOST_PIXELS / 4 / (width * height)), (300 * 4) / POINTS_AN_INCH);
  const drawn = await page.render({ scale, render: 'bitmap' });
  await send(
    sharp(Buffer.from(drawn.data), { raw: { width: drawn.width, height: drawn.height, channels: 4 } }).flatten({ background: '#fff' }),
    task,
  );
}

/** Whether everything is there to draw with. */
async function tryOut(): Promise<void> {
  await PDFiumLibrary.init();
  if (await lettersShow()) say({});
  else process.exitCode = NO_LETTERS;
}

/** Two letters that look alike are boxes of a font that is not there. */
async function lettersShow(): Promise<boolean> {
  const drawn = async (letter: string): Promise<Buffer> =>
    sharp(Buffer.from(watermark(letter, 200, 100)))
      .raw()
      .toBuffer();
  const [one, other] = await Promise.all([drawn('a'), drawn('b')]);
  return !one.equals(other);
}

/** Sends a picture no wider than asked, with the watermark burnt in; whatever came with it, such as where it was taken, is left out. */
async function send(picture: Sharp, task: Extract<DrawingTask, { do: 'page' }>): Promise<void> {
  const { data, info } = await picture
    .resize({ width: task.width, height: task.width * 3, fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 0 })
    .toBuffer({ resolveWithObject: true });
  if (task.watermark !== null && !(await lettersShow())) {
    process.exitCode = NO_LETTERS;
    return;
  }
  const overlay =
    task.watermark === null ? [] : [{ input: Buffer.from(watermark(task.watermark, info.width, info.height)), top: 0, left: 0 }];
  say(
    {},
    await sharp(data)
      .composite(overlay)
      .webp({ quality: task.width > 400 ? 82 : 70 })
      .toBuffer(),
  );
}

/** A text across a picture, again and again, dark and light so that it shows on everything. */
function watermark(text: string, width: number, height: number): string {
  const escaped = text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const size = Math.max(12, Math.round(width / 32));
  const [across, down] = [size * escaped.length * 0.7 + size * 4, size * 7];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>
    <pattern id="w" width="${across}" height="${down}" patternUnits="userSpaceOnUse" patternTransform="rotate(-30)">
      <text x="0" y="${size * 2}" font-family="Noto Sans" font-size="${size}" fill="#000" fill-opacity="0.22" stroke="#fff" stroke-opacity="0.3" stroke-width="0.6">${escaped}</text>
    </pattern></defs><rect width="100%" height="100%" fill="url(#w)"/></svg>`;
}

// What a library says of a file is not to stand among the answer.
globalThis.console = new Console(process.stderr);
const input = await buffer(process.stdin);
const line = input.indexOf('\n');
await work(JSON.parse(input.toString('utf8', 0, line)) as DrawingTask, input.subarray(line + 1));
