import { createHash } from 'node:crypto';
import { FaultServer, isSignedFor, type Answer, type WholeRequest } from './fault-server.js';

/**
 * S3 as far as kept keys need it, addressed by path: PutObject with `If-None-Match: *`, GetObject, DeleteObject and
 * ListObjectsV2 in pages of `pageSize`. Objects are kept in memory.
 */
export class S3Server extends FaultServer {
  /** Every object by `bucket/key`, to be looked at or tampered with. */
  readonly objects = new Map<string, Buffer>();

  constructor(
    private readonly region: string,
    private readonly pageSize = 1000,
  ) {
    super();
  }

  protected override throttledAnswer(): Answer {
    return failure(503, 'SlowDown');
  }

  protected override answer(request: WholeRequest): Answer {
    if (!isSignedFor(request, this.region, 's3')) return failure(403, 'AccessDenied');
    const { method, url, headers, body } = request;
    const path = decodeURIComponent(url.pathname.slice(1));
    if (method === 'GET' && url.searchParams.get('list-type') === '2') return this.#list(path, url.searchParams);
    const object = this.objects.get(path);
    switch (method) {
      case 'PUT':
        if (object && headers['if-none-match'] === '*') return failure(412, 'PreconditionFailed');
        this.objects.set(path, body);
        return { status: 200, headers: { etag: etagOf(body) } };
      case 'GET':
        return object ? { status: 200, headers: { etag: etagOf(object) }, body: object } : failure(404, 'NoSuchKey');
      case 'DELETE':
        this.objects.delete(path);
        return { status: 204 };
      default:
        return failure(405, 'MethodNotAllowed');
    }
  }

  #list(bucketPath: string, asked: URLSearchParams): Answer {
    const bucket = `${bucketPath.replace(/\/$/, '')}/`;
    const prefix = asked.get('prefix') ?? '';
    const after = asked.get('continuation-token') ?? '';
    const keys = [...this.objects.keys()]
      .filter((path) => path.startsWith(bucket + prefix))
      .map((path) => path.slice(bucket.length))
      .sort()
      .filter((key) => key > after);
    const page = keys.slice(0, this.pageSize);
    const truncated = keys.length > page.length;
    const contents = page.map((key) => {
      const size = this.objects.get(bucket + key)!.length;
      return `<Contents><Key>${key}</Key><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
    });
    const next = truncated ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const body =
      `<Name>${bucket.slice(0, -1)}</Name><Prefix>${prefix}</Prefix><KeyCount>${page.length}</KeyCount>` +
      `<MaxKeys>${this.pageSize}</MaxKeys><IsTruncated>${truncated}</IsTruncated>${next}${contents.join('')}`;
    return xml(200, `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${body}</ListBucketResult>`);
  }
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function failure(status: number, code: string): Answer {
  return xml(status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function xml(status: number, body: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}
