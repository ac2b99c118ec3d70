import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultServer, type Answer, type WholeRequest } from '../crypto/testing/fault-server.js';
import { SWIFT_REGION, Swift } from '../../../test/support/swift.js';
import { newObjectKey } from './object-key.js';
import { StoreRefused, StoreUnavailable } from './object-store.errors.js';
import { S3ObjectStore } from './s3-object-store.js';
import { objectStoreContract, stored } from '../../../test/support/object-store.contract.js';

const bucket = 'practice-documents';

describe('objects in S3, in a server that checks signatures', () => {
  let swift: Swift;
  let store: S3ObjectStore;
  const client = (credentials: { accessKeyId: string; secretAccessKey: string }): S3Client =>
    new S3Client({
      region: SWIFT_REGION,
      endpoint: swift.endpoint,
      forcePathStyle: true,
      credentials,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      maxAttempts: 1,
    });

  beforeAll(async () => {
    swift = await Swift.start();
    await swift.makeBucket(client(swift.credentials), bucket);
    store = new S3ObjectStore({ bucket, region: SWIFT_REGION, endpoint: swift.endpoint, credentials: swift.credentials, sse: null });
  }, 120_000);
  afterAll(async () => {
    await store?.close();
    await swift?.stop();
  });

  objectStoreContract(() => store);

  it('[M-12] [M-13] are given to nobody without the right secret, signed or not', async () => {
    await store.check();
    const { key } = await stored(store, [1_000]);
    expect((await fetch(`${swift.endpoint}/${bucket}/${key}`)).status).toBeGreaterThanOrEqual(400);
    for (const credentials of [
      { ...swift.credentials, secretAccessKey: 'another' },
      { accessKeyId: 'practice:nobody', secretAccessKey: swift.credentials.secretAccessKey },
    ])
      await expect(client(credentials).send(new GetObjectCommand({ Bucket: bucket, Key: key }))).rejects.toThrow();
  });
});

/** A bucket of any region and openness, as AWS would describe it. */
class Described extends FaultServer {
  constructor(private readonly answers: Record<string, Answer>) {
    super();
  }

  protected override throttledAnswer(): Answer {
    return { status: 503, body: '<Error><Code>SlowDown</Code></Error>' };
  }

  protected override answer({ url }: WholeRequest): Answer {
    for (const [question, answer] of Object.entries(this.answers)) if (url.searchParams.has(question)) return answer;
    return { status: 200, body: '' };
  }
}

const BLOCKED = (on: boolean): Answer => ({
  status: 200,
  body: `<PublicAccessBlockConfiguration>${['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'].map((name) => `<${name}>${on}</${name}>`).join('')}</PublicAccessBlockConfiguration>`,
});
const PLACE = (region: string): Answer => ({
  status: 200,
  body: `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${region}</LocationConstraint>`,
});
const POLICY = (open: boolean): Answer => ({ status: 200, body: `<PolicyStatus><IsPublic>${open}</IsPublic></PolicyStatus>` });

describe('a bucket at boot', () => {
  const servers: Described[] = [];
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  async function storeOf(answers: Record<string, Answer>): Promise<{ store: S3ObjectStore; server: Described }> {
    const server = new Described(answers);
    servers.push(server);
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
    return {
      server,
      store: new S3ObjectStore({
        bucket,
        region: SWIFT_REGION,
        endpoint: await server.start(),
        credentials,
        sse: null,
        timeoutMs: 300,
        attempts: 2,
      }),
    };
  }

  it('[I-02] [I-55] is refused in another region, and with anything open to the public', async () => {
    const good = { location: PLACE(SWIFT_REGION), publicAccessBlock: BLOCKED(true), policyStatus: POLICY(false) };
    await (await storeOf(good)).store.check();
    for (const [wrong, says] of [
      [{ ...good, location: PLACE('eu-west-1') }, 'lies in eu-west-1'],
      [{ ...good, publicAccessBlock: BLOCKED(false) }, 'does not block public access'],
      [{ ...good, policyStatus: POLICY(true) }, 'lets the public in'],
      [{ ...good, location: { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' } }, 'cannot be asked'],
    ] as const) {
      const { store } = await storeOf(wrong);
      const refused = await store.check().catch((error: unknown) => error);
      expect({ says, refused: refused instanceof StoreRefused && refused.message.includes(says) ? true : refused }).toEqual({
        says,
        refused: true,
      });
    }
  });

  it('that is throttled or silent makes files wait, and never for long', async () => {
    const { store, server } = await storeOf({});
    const began = performance.now();
    server.throttle(100);
    await expect(store.read(newObjectKey(), { from: 0, to: 1 })).rejects.toThrow(StoreUnavailable);

    server.throttle(0);
    server.hang(true);
    await expect(store.size(newObjectKey())).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
