import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import { entriesOf, type RecordedEntry } from './access-record.js';
import type { TestApp } from './app.js';
import { mailsTo } from './door.js';
import { testBench, type TestPractice } from './practice.js';

/** Notices to an address, the newest first, once there are as many. */
export async function noticesTo(server: TestApp, email: string, count = 1): Promise<CaughtMail[]> {
  for (let attempt = 0; ; attempt++) {
    const mails = (await mailsTo(server, email)).filter(({ text }) => !text.includes('/sign-in/link#'));
    if (mails.length >= count || attempt === 100) return mails;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** What is on a practice's record of an act, once there is something. */
export async function recorded(practice: TestPractice, action: string): Promise<RecordedEntry[]> {
  for (let attempt = 0; ; attempt++) {
    const entries = await entriesOf(practice, action);
    if (entries.length > 0 || attempt === 60) return entries;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The account behind a practice's member. */
export async function accountOf(practice: TestPractice, member = 0): Promise<string> {
  const { identity } = await testBench();
  const [row] = await identity.query<{ account_id: string }>({
    text: 'select account_id from wall.member_access where member_id = $1',
    values: [practice.memberIds[member]],
  });
  return row!.account_id;
}
