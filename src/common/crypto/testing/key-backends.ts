import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileKeyStore } from '../file-key-store.js';
import { FileRootKey } from '../file-root-key.js';
import { parseKeyRecord, type KeyRecord, type KeyStore } from '../key-store.js';
import { KmsRootKey } from '../kms-root-key.js';
import { ObjectKeyStore } from '../object-key-store.js';
import type { RootKeyProvider } from '../root-key.js';
import type { FaultServer } from './fault-server.js';
import { KmsServer } from './kms-server.js';
import { S3Server } from './s3-server.js';

const REGION = 'ap-southeast-2';
const BUCKET = 'ironbark-keys';
const ACCESS = { region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, timeoutMs: 250 };

/** A root key under test, and the ways to break it. */
export interface RootBackend {
  root: RootKeyProvider;
  /** A second root key of the same kind. */
  other: RootKeyProvider;
  setEnabled(enabled: boolean): Promise<void>;
  /** The service's server, for faults; a file has none. */
  server?: FaultServer;
  stop(): Promise<void>;
}

/** A key store under test; `second` is the same store seen from another process. */
export interface StoreBackend {
  store: KeyStore;
  second: KeyStore;
  /** Rewrites a kept record behind the store's back. */
  tamper(orgId: string, version: number, change: Partial<KeyRecord>): Promise<void>;
  server?: FaultServer;
  stop(): Promise<void>;
}

/** A private folder that is deleted again by `stop`. */
export async function temporaryFolder(): Promise<{ path: string; stop: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'ironbark-keys-'));
  return { path, stop: () => rm(path, { recursive: true, force: true }) };
}

export async function fileRootBackend(): Promise<RootBackend> {
  const [folder, otherFolder] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const root = await FileRootKey.open(folder.path);
  const path = join(folder.path, 'keys', 'root.key');
  const bytes = await readFile(path);
  return {
    root,
    other: await FileRootKey.open(otherFolder.path),
    setEnabled: (enabled) => (enabled ? writeFile(path, bytes, { mode: 0o600 }) : rm(path)),
    stop: async () => void (await Promise.all([folder.stop(), otherFolder.stop()])),
  };
}

export async function kmsRootBackend(): Promise<RootBackend> {
  const server = new KmsServer(REGION);
  const access = { ...ACCESS, endpoint: await server.start() };
  const keyId = server.createKey();
  const root = new KmsRootKey({ ...access, keyId });
  const other = new KmsRootKey({ ...access, keyId: server.createKey() });
  return {
    root,
    other,
    setEnabled: async (enabled) => server.setEnabled(keyId, enabled),
    server,
    stop: async () => {
      root.close();
      other.close();
      await server.stop();
    },
  };
}

export async function fileStoreBackend(): Promise<StoreBackend> {
  const folder = await temporaryFolder();
  return {
    store: new FileKeyStore(folder.path),
    second: new FileKeyStore(folder.path),
    tamper: async (orgId, version, change) => {
      const path = join(folder.path, 'keys', 'organisations', orgId, `${version}.json`);
      const record = parseKeyRecord(await readFile(path, 'utf8'), version);
      await writeFile(path, JSON.stringify({ ...record, ...change }));
    },
    stop: folder.stop,
  };
}

export async function objectStoreBackend(): Promise<StoreBackend> {
  const server = new S3Server(REGION, 2);
  const settings = { ...ACCESS, endpoint: await server.start(), bucket: BUCKET };
  const store = new ObjectKeyStore(settings);
  const second = new ObjectKeyStore(settings);
  return {
    store,
    second,
    tamper: async (orgId, version, change) => {
      const path = `${BUCKET}/keys/${orgId}/${version}.json`;
      const record = parseKeyRecord(server.objects.get(path)!.toString(), version);
      server.objects.set(path, Buffer.from(JSON.stringify({ ...record, ...change })));
    },
    server,
    stop: async () => {
      store.close();
      second.close();
      await server.stop();
    },
  };
}

/** Every kind of root key and key store, by name. */
export const ROOT_BACKENDS = { file: fileRootBackend, KMS: kmsRootBackend } as const;
export const STORE_BACKENDS = { file: fileStoreBackend, S3: objectStoreBackend } as const;
