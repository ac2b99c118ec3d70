/** Kinds that a browser shows and never runs. Everything else is a download, whatever the link is for. */
const SHOWN = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'text/plain']);

/** How a file is sent: its Content-Type and Content-Disposition (RFC 6266). What could be active is never inline. */
export function disposition(name: string, type: string | null, purpose: 'view' | 'download'): { type: string; disposition: string } {
  const inline = purpose === 'view' && type !== null && SHOWN.has(type);
  const sent = inline ? (type === 'text/plain' ? 'text/plain; charset=utf-8' : type) : 'application/octet-stream';
  return { type: sent, disposition: `${inline ? 'inline' : 'attachment'}; filename="${plain(name)}"; filename*=UTF-8''${percent(name)}` };
}

/** For what does not read RFC 8187: letters, digits and little else. */
function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9 ._()-]/g, '_');
}

function percent(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
