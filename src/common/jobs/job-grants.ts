import type { PlainDatabase } from '../database/plain-database.js';
import { GrantToken } from '../database/grant-token.js';
import { newId } from '../ids.js';

/** What a job may reach: one organisation, some modules, and never more than the member it acts for. */
export interface JobReach {
  orgId: string;
  /** The member on whose behalf the job acts; null for work of the organisation as a whole. */
  memberId: string | null;
  /** Bits of MODULES. */
  modules: number;
}

const GRANT_SECONDS = 600;

/** Mints the short-lived grants by which jobs pass the same wall as requests (DESIGN 4). */
export class JobGrants {
  constructor(private readonly jobs: PlainDatabase) {}

  /** Runs `work` with a fresh grant of ten minutes, ended afterwards whatever happens. */
  async with<Result>(reach: JobReach, work: (token: GrantToken) => Promise<Result>): Promise<Result> {
    const token = GrantToken.mint();
    const hash = Buffer.from(token.hash, 'hex');
    await this.jobs.execute({
      text: 'select wall.mint_job_grant($1, $2, $3, $4, $5, $6)',
      values: [hash, newId(), reach.orgId, reach.memberId, reach.modules, GRANT_SECONDS],
    });
    try {
      return await work(token);
    } finally {
      await this.jobs.execute({ text: 'select wall.end_job_grant($1)', values: [hash] });
    }
  }
}
