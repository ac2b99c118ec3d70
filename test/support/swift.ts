import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { freePort } from './product.js';

/** What its test needs of Debian. */
const PACKAGES = 'swift-proxy swift-account swift-container swift-object memcached';
const PROGRAMS = [
  'swift-proxy-server',
  'swift-account-server',
  'swift-container-server',
  'swift-object-server',
  'swift-ring-builder',
  'memcached',
];
export const SWIFT_REGION = 'ap-southeast-2';

/**
 * OpenStack Swift with its s3api: a server that speaks S3, checks signatures and was written by nobody here. One device and one
 * replica under a folder of its own; ended with everything it started.
 */
export class Swift {
  readonly credentials = { accessKeyId: 'practice:files', secretAccessKey: 'a-secret-of-this-test' };
  private readonly children: ChildProcess[] = [];

  private constructor(
    private readonly folder: string,
    readonly endpoint: string,
  ) {}

  /** @throws Error that says how to get it, where it is not installed */
  static async start(): Promise<Swift> {
    const missing = PROGRAMS.filter((name) => spawnSync('which', [name]).status !== 0);
    if (missing.length > 0)
      throw new Error(
        `The test of the store in S3 needs OpenStack Swift (${missing.join(', ')}): install it with "apt-get install ${PACKAGES}".`,
      );
    const folder = mkdtempSync(join(tmpdir(), 'ironbark-swift-'));
    const [proxy, account, container, object, memcached] = (await Promise.all([1, 2, 3, 4, 5].map(freePort))) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const swift = new Swift(folder, `http://127.0.0.1:${proxy}`);
    mkdirSync(join(folder, 'srv', 'd1'), { recursive: true });
    swift.write(
      'swift.conf',
      '[swift-hash]\nswift_hash_path_suffix = test\nswift_hash_path_prefix = test\n[storage-policy:0]\nname = one\ndefault = yes\n',
    );
    for (const [name, port] of [
      ['account', account],
      ['container', container],
      ['object', object],
    ] as const)
      swift.ring(name, port);
    for (const [name, port] of [
      ['account', account],
      ['container', container],
      ['object', object],
    ] as const) {
      swift.write(
        `${name}-server.conf`,
        `${swift.defaults(port)}\ndevices = ${join(folder, 'srv')}\nmount_check = false\n[pipeline:main]\npipeline = ${name}-server\n[app:${name}-server]\nuse = egg:swift#${name}\n`,
      );
      swift.run(`swift-${name}-server`, [join(folder, `${name}-server.conf`)]);
    }
    swift.run('memcached', ['-l', '127.0.0.1', '-p', String(memcached), ...(userInfo().uid === 0 ? ['-u', 'root'] : [])]);
    swift.write('proxy-server.conf', swift.proxy(proxy, memcached));
    swift.run('swift-proxy-server', [join(folder, 'proxy-server.conf')]);
    await swift.ready();
    return swift;
  }

  /** Ends every process and removes its folder. */
  async stop(): Promise<void> {
    await Promise.all(
      this.children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await ended;
      }),
    );
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A new bucket; waits until everything behind the door has come up. */
  async makeBucket(client: S3Client, bucket: string): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await client.send(new CreateBucketCommand({ Bucket: bucket }));
        return;
      } catch (error) {
        if (tries > 60) throw error;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  private write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  private defaults(port: number): string {
    return `[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = ${port}\nworkers = 0\nuser = ${userInfo().username}\nswift_dir = ${this.folder}\nlog_level = ERROR`;
  }

  private proxy(port: number, memcached: number): string {
    const { accessKeyId, secretAccessKey } = this.credentials;
    const [account, user] = accessKeyId.split(':');
    return `${this.defaults(port)}
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck proxy-logging cache listing_formats bulk s3api tempauth slo dlo proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_${account}_${user} = ${secretAccessKey} .admin
[filter:s3api]
use = egg:swift#s3api
location = ${SWIFT_REGION}
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${memcached}
${['catch_errors', 'gatekeeper', 'healthcheck', 'proxy_logging', 'listing_formats', 'bulk', 'slo', 'dlo'].map((name) => `[filter:${name === 'proxy_logging' ? 'proxy-logging' : name}]\nuse = egg:swift#${name}\n`).join('')}`;
  }

  private ring(name: string, port: number): void {
    const builder = join(this.folder, `${name}.builder`);
    for (const args of [['create', '4', '1', '1'], ['add', `r1z1-127.0.0.1:${port}/d1`, '1'], ['rebalance']]) {
      const { status, stderr } = spawnSync('swift-ring-builder', [builder, ...args], { encoding: 'utf8' });
      // A warning about balance is 1; a ring that was not written is seen below.
      if (status !== 0 && status !== 1) throw new Error(`swift-ring-builder ${args[0]} failed: ${stderr}`);
    }
    if (!existsSync(join(this.folder, `${name}.ring.gz`))) throw new Error(`No ring of ${name}s was made.`);
  }

  private run(program: string, args: string[]): void {
    this.children.push(spawn(program, args, { stdio: 'ignore' }));
  }

  private async ready(): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const up = await fetch(`${this.endpoint}/healthcheck`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await this.stop();
    throw new Error('Swift did not start.');
  }
}
