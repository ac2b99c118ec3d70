import type { Mail } from './mail.js';

const PARAGRAPH = 'margin:0 0 16px;overflow-wrap:anywhere';

/** A message of paragraphs; one that is an address of ours is a link. */
export function plainMail(to: string, subject: string, paragraphs: readonly string[]): Mail {
  const html = paragraphs.map((text) => `<p style="${PARAGRAPH}">${/^https?:\/\/\S+$/.test(text) ? linked(text) : escaped(text)}</p>`);
  return {
    to,
    subject,
    text: paragraphs.join('\n\n'),
    html: `<!doctype html><html lang="en-AU"><body style="margin:0;background:#f4f2ed;font:16px/24px 'Segoe UI',system-ui,sans-serif;color:#23211c">
<div style="max-width:480px;margin:0 auto;padding:40px 24px"><p style="font-weight:600;font-size:18px;margin:0 0 24px">Ironbark</p>
<div style="background:#fff;border:1px solid #e7e3db;border-radius:12px;padding:28px 28px 12px">
${html.join('\n')}</div></div></body></html>`,
  };
}

function linked(address: string): string {
  return `<a href="${escaped(address)}" style="color:#1f5a46">${escaped(address)}</a>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
