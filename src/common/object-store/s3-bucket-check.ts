import {
  GetBucketLocationCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  type S3Client,
} from '@aws-sdk/client-s3';
import { awsErrorName, awsStatus } from '../crypto/aws.js';
import { StoreRefused } from './object-store.errors.js';

interface CheckedBucket {
  bucket: string;
  region: string;
  /** A server of one's own, which production never has. */
  endpoint?: string;
}

const BLOCKS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const satisfies (keyof PublicAccessBlockConfiguration)[];
/** What servers of one's own answer to questions that they do not know. */
const UNKNOWN = new Set([400, 403, 405, 501]);

/**
 * Refuses a bucket that lies in another region than the settings say, or that anybody could be let into: all four blocks of public
 * access must be on and its policy must not be public. A server of one's own may not know these questions.
 * @throws StoreRefused that names what is wrong
 */
export async function checkBucket(client: S3Client, { bucket: Bucket, region, endpoint }: CheckedBucket): Promise<void> {
  const name = `The bucket ${Bucket}`;
  const asked = async <Answer>(question: () => Promise<Answer>, none: string): Promise<Answer | null> => {
    try {
      return await question();
    } catch (error) {
      if (awsErrorName(error) === none) return null;
      if (endpoint !== undefined && UNKNOWN.has(awsStatus(error) ?? 0) && awsErrorName(error) !== 'AccessDenied') return null;
      throw new StoreRefused(
        `${name} cannot be asked whether it is safe (${awsErrorName(error)}): give the process the right to read its settings.`,
        {
          cause: error,
        },
      );
    }
  };
  const location = await asked(() => client.send(new GetBucketLocationCommand({ Bucket })), '');
  const where = location?.LocationConstraint || (endpoint === undefined ? 'us-east-1' : region);
  if (where !== region)
    throw new StoreRefused(`${name} lies in ${where} and not in ${region}: files do not leave the region that the settings name.`);
  const block = await asked(() => client.send(new GetPublicAccessBlockCommand({ Bucket })), 'NoSuchPublicAccessBlockConfiguration');
  const blocked = block?.PublicAccessBlockConfiguration;
  const open = BLOCKS.filter((one) => blocked?.[one] !== true);
  const answered = BLOCKS.some((one) => blocked?.[one] !== undefined);
  if ((endpoint === undefined || answered) && open.length > 0)
    throw new StoreRefused(`${name} does not block public access (${open.join(', ')}): turn all four blocks on.`);
  const policy = await asked(() => client.send(new GetBucketPolicyStatusCommand({ Bucket })), 'NoSuchBucketPolicy');
  if (policy?.PolicyStatus?.IsPublic === true) throw new StoreRefused(`${name} has a policy that lets the public in: take it away.`);
}
