import { randomBytes } from 'node:crypto';
export function newObjectKey(): string {
  return `documents/${randomBytes(16).toString('hex')}`;
}
