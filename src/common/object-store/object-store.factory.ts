import { join } from 'node:path';
import type { Settings } from '../config/settings.js';
import { FileObjectStore } from './file-object-store.js';
import type { ObjectStore } from './object-store.js';
export function objectStoreFor(settings: Settings): ObjectStore {
  return new FileObjectStore(join(settings.dataDir, 'objects'));
}
