import type { Readable } from 'node:stream';
export interface ContentSource {
  bytes: number;
  name: string;
  read(from: number, to: number): Promise<Buffer>;
  stream(): Readable;
}
export interface ContentVerdict {
  type: string;
  problem: string | null;
  pages: number | null;
  details: Record<string, string>;
}
export type InspectContent = (source: ContentSource, rules: { allowed: readonly string[] }) => Promise<ContentVerdict>;
export type MakeThumbnail = (source: ContentSource, type: string) => Promise<Buffer | null>;
export const DEFAULT_ALLOWED: readonly string[] = ['application/pdf', 'image/jpeg', 'image/png', 'text/plain'];
