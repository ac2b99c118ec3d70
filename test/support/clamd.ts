import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What the only signature of the test's scanner knows as malware. */
export const MALWARE = 'This sentence of a test is what a scanner of its own takes for malware.';
/** The most that the test's scanner is given at once, bytes. */
export const MOST_SCANNED = 4 * 2 ** 20;

/** Debian keeps daemons where not every account looks for programs. */
const PROGRAM = existsSync('/usr/sbin/clamd') ? '/usr/sbin/clamd' : 'clamd';

/** ClamAV's daemon with one signature, at a socket in a folder of its own. */
export class RealClamd {
  readonly socket: string;
  private child: ChildProcess | undefined;

  private constructor(private readonly folder: string) {
    this.socket = join(folder, 'clamd.sock');
  }

  /** @throws Error that says how to get it, where it is not installed */
  static async start(): Promise<RealClamd> {
    if (spawnSync(PROGRAM, ['--version']).status !== 0)
      throw new Error('The test of the malware scanner needs ClamAV: install it with "apt-get install clamav-daemon".');
    const clamd = new RealClamd(mkdtempSync(join(tmpdir(), 'ironbark-clamd-')));
    const signatures = join(clamd.folder, 'signatures');
    mkdirSync(signatures);
    writeFileSync(join(signatures, 'test.ndb'), `Test.Sentence:0:*:${Buffer.from(MALWARE).toString('hex')}\n`);
    const settings = [
      `DatabaseDirectory ${signatures}`,
      `LocalSocket ${clamd.socket}`,
      `StreamMaxLength ${MOST_SCANNED}`,
      `User ${userInfo().username}`,
      'AlertExceedsMax yes',
      'ConcurrentDatabaseReload no',
    ];
    writeFileSync(join(clamd.folder, 'clamd.conf'), `${settings.join('\n')}\n`);
    await clamd.begin();
    return clamd;
  }

  /** Starts it, again after {@link end}; waits until it answers. */
  async begin(): Promise<void> {
    this.child = spawn(PROGRAM, ['--foreground', `--config-file=${join(this.folder, 'clamd.conf')}`], { stdio: 'ignore' });
    for (let tries = 0; tries < 300 && this.child.exitCode === null; tries++) {
      if ((await this.ask('zPING\0').catch(() => '')) === 'PONG\0') return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('clamd did not start.');
  }

  async end(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    rmSync(this.socket, { force: true });
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ask(command: string): Promise<string> {
    const socket = connect(this.socket);
    socket.write(command);
    return text(socket);
  }
}
