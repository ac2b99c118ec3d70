import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { listMembers } from '../../access-control/index.js';
import type { ItemState } from '../domain/request-item.js';
import type { StoredItem, StoredRequest } from '../persistence/request.repository.js';
import { practiceName } from '../use-cases/doors.use-case.js';
import { answersTo } from './requests.query.js';

/** A file that the client sent, as they see it. */
export interface SentFile {
  id: string;
  name: string;
  bytes: number;
  state: 'arriving' | 'checking' | 'ready' | 'refused';
  problem: string | null;
}

/** A request, as the client sees it: nothing of the record but what was asked and what they sent. */
export interface AskedFor {
  practice: string;
  askedBy: string;
  title: string;
  message: string | null;
  dueOn: string | null;
  until: string;
  sentAt: string | null;
  closesAt: string;
  items: { id: string; label: string; hint: string | null; state: ItemState; reason: string | null; files: SentFile[] }[];
}

/** What a client is shown. */
export async function answerView(
  tx: TenantTransaction,
  request: StoredRequest,
  items: readonly StoredItem[],
  closesAt: Date,
): Promise<AskedFor> {
  const answers = await answersTo(tx, await tx.keyring(), items);
  const asker = (await listMembers(tx)).find(({ id }) => id === request.madeBy);
  const { title, message, dueOn } = request.card;
  return {
    practice: await practiceName(tx),
    askedBy: asker?.displayName ?? '',
    title,
    message,
    dueOn,
    until: request.until.toISOString(),
    sentAt: request.sentAt?.toISOString() ?? null,
    closesAt: closesAt.toISOString(),
    items: items.map(({ id, card: { label, hint, reason }, state }) => ({
      id,
      label,
      hint,
      state,
      reason,
      // The name that they gave it, whatever the practice calls it or adds to it since.
      files: (answers.get(id) ?? []).flatMap(({ document, sent }) =>
        sent === undefined || sent.state === 'gone'
          ? []
          : [{ id: document.id, name: sent.facts.fileName, bytes: sent.bytes, state: sent.state, problem: sent.facts.problem }],
      ),
    })),
  };
}
