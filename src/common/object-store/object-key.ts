import { randomBytes } from 'node:crypto';

const KEY = /^documents\/[0-9a-f]{32}$/;

/** A key for a new object: 128 random bits under one prefix. It says nothing of what lies there or whose it is. */
export function newObjectKey(): string {
  return `documents/${randomBytes(16).toString('hex')}`;
}

/** Refuses what is no key of ours, so that none is ever a path to elsewhere. @throws RangeError */
export function assertObjectKey(key: string): void {
  if (!KEY.test(key)) throw new RangeError('Not a key of an object.');
}
