import { jest } from '@jest/globals';
import { runCli } from '../../src/cli/run-cli.js';
import type { DatabaseUrls, Environ } from '../../src/common/config/settings.js';
import { testServer } from './database.js';

/** What a command left behind: exit code and everything it printed. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** The environment of an operator whose database is this one. */
export function operatorOf(urls: DatabaseUrls): Environ {
  return {
    NODE_ENV: 'test',
    PUBLIC_URL: 'http://localhost:3000',
    DATA_DIR: testServer().dataDir,
    LOG_LEVEL: 'silent',
    DATABASE_URL: urls.owner,
    DATABASE_URL_IDENTITY: urls.identity,
    DATABASE_URL_TENANT: urls.tenant,
    DATABASE_URL_JOBS: urls.jobs,
  };
}

/** Runs one command as the operators' command line does, in this process: one at a time. */
export async function operate(env: Environ, ...args: string[]): Promise<Ran> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += text.toString();
      return true;
    }),
  );
  try {
    const code = await runCli(args, env);
    return { code, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
