import { createRequire } from 'node:module';
import { stringify } from 'csv-stringify/sync';
import PDFDocument from 'pdfkit';
import { moduleNames } from '../../../common/database/principal.js';
import type { Review, ReviewedGrant } from './access-reviews.query.js';

const require = createRequire(import.meta.url);
const HEADINGS = [
  'Member',
  'From',
  'Scope',
  'May read',
  'May create',
  'May change',
  'May remove',
  'Suggestion',
  'Decision',
  'Decided by',
  'Decided at',
];
const WIDTHS = [120, 105, 55, 130, 90, 90, 80, 55, 60];
const MARGIN = 36;
const ROW_GAP = 6;
/** A cell that a spreadsheet would take for a formula (OWASP: CSV injection). */
const FORMULA = /^\s*[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/;

/** A review as CSV: UTF-8 with byte order mark, CRLF, no cell that a spreadsheet would run. */
export function reviewCsv(review: Review): Buffer {
  const rows = review.items.map((item) => [...cellsOf(item), item.decidedBy ?? '', item.decidedAt ?? '']);
  const guarded = [HEADINGS, ...rows].map((row) => row.map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell)));
  return Buffer.from(`\uFEFF${stringify(guarded, { record_delimiter: '\r\n' })}`, 'utf8');
}

/** A review as PDF, A4 landscape, with page numbers and lines to sign on. */
export async function reviewPdf(review: Review, practice: string): Promise<Buffer> {
  const title = `Access review: ${review.teamName ?? 'everybody'}`;
  const document = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: title, Author: practice },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  document.registerFont('plain', require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  document.registerFont('bold', require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
  document.font('bold').fontSize(16).text(title);
  document.font('plain').fontSize(9).text(practice);
  document.text(
    `Started ${review.startedAt.slice(0, 10)} by ${review.startedBy}, due ${review.dueOn}, ` +
      `${review.closedAt ? `closed ${review.closedAt.slice(0, 10)}` : `open: ${review.decided} of ${review.lines} decided`}, ${review.revoked} revoked.`,
  );
  document.moveDown();
  drawRow(document, HEADINGS.slice(0, WIDTHS.length), 'bold');
  for (const item of review.items) drawRow(document, cellsOf(item), 'plain');
  document.moveDown(2).text('Reviewed by: ______________________________     Date: ______________', MARGIN);
  numberPages(document);
  document.end();
  return done;
}

function cellsOf(item: ReviewedGrant): string[] {
  const { modules, creates, updates, deletes } = item.switches;
  const from = { manual: 'set by hand', template: 'role', team: 'team', directory: 'directory' }[item.source] ?? item.source;
  return [
    item.memberName,
    item.sourceName === null ? from : `${from}: ${item.sourceName}`,
    { all: 'all', team: 'team', assigned: 'assigned' }[item.scope],
    ...[modules, creates, updates, deletes].map((bits) =>
      bits === 1023 ? 'everything' : moduleNames(bits).join(', ').replaceAll('_', ' ') || 'none',
    ),
    item.suggestion ?? '',
    item.decision ?? 'waiting',
  ];
}

function drawRow(document: PDFKit.PDFDocument, cells: readonly string[], font: 'plain' | 'bold'): void {
  document.font(font).fontSize(7.5);
  const height = Math.max(...cells.map((cell, index) => document.heightOfString(cell, { width: WIDTHS[index]! - ROW_GAP })));
  if (document.y + height > document.page.height - MARGIN * 2) document.addPage();
  const top = document.y;
  let left = MARGIN;
  for (const [index, cell] of cells.entries()) {
    document.text(cell, left, top, { width: WIDTHS[index]! - ROW_GAP });
    left += WIDTHS[index]!;
  }
  document.y = top + height + ROW_GAP;
  document
    .moveTo(MARGIN, document.y - ROW_GAP / 2)
    .lineTo(left, document.y - ROW_GAP / 2)
    .lineWidth(0.3)
    .strokeColor('#999999')
    .stroke();
}

function numberPages(document: PDFKit.PDFDocument): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    document.switchToPage(page);
    document.page.margins.bottom = 0;
    document
      .font('plain')
      .fontSize(7.5)
      .text(`Page ${page + 1} of ${count}`, MARGIN, document.page.height - MARGIN, { lineBreak: false });
  }
}
