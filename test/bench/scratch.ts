import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run leaves nowhere: its folders, its child processes, its servers. Undone in reverse order, also on Ctrl-C. */
export class Scratch {
  private readonly endings: (() => void | Promise<void>)[] = [];
  private readonly children = new Set<ChildProcess>();
  private ended: Promise<void> | undefined;

  /** A fresh folder that the embedded server's account may pass through. */
  folder(purpose: string): string {
    const path = mkdtempSync(join(tmpdir(), `ironbark-bench-${purpose}-`));
    this.endings.push(() => rmSync(path, { recursive: true, force: true }));
    return path;
  }

  /** Something to undo at the end. */
  atEnd(ending: () => void | Promise<void>): void {
    this.endings.push(ending);
  }

  /** A child process that must not outlive the run. */
  adopt(child: ChildProcess): void {
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
  }

  /** Ends everything; safe to call twice. */
  end(): Promise<void> {
    this.ended ??= this.undo();
    return this.ended;
  }

  private async undo(): Promise<void> {
    await Promise.all([...this.children].map((child) => stopChild(child)));
    for (const ending of this.endings.reverse()) {
      try {
        await ending();
      } catch (error) {
        process.stderr.write(`Cleaning up: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  }
}

const PATIENCE_MS = 20_000;

/** Asks a child to stop and waits until it has; a child that does not is killed. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** A loopback port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

export const sleep = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));
