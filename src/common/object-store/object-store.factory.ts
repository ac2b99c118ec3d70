import type { Settings } from '../config/settings.js';
import { FileObjectStore } from './file-object-store.js';
import type { ObjectStore } from './object-store.js';

/** The store that the settings name. */
export function objectStoreFor(settings: Settings): ObjectStore {
  return new FileObjectStore(settings.dataDir);
}
