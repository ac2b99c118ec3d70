import { createSecretKey, randomBytes } from 'node:crypto';
import { newId } from '../../ids.js';
import { OrgKeyring } from '../org-keyring.js';

/** A working keyring with random keys for tests that need no key store; versions 1 to `versions`. */
export function randomKeyring(orgId: string = newId(), versions = 1): OrgKeyring {
  const keys = Array.from({ length: versions }, (_, index) => ({
    version: index + 1,
    key: createSecretKey(randomBytes(32)),
  }));
  return new OrgKeyring(orgId, keys);
}
