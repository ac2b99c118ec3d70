import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { listMembers } from '../../access-control/index.js';
import { DocumentNotFound } from '../domain/document.errors.js';
import { shareState, type ShareState } from '../domain/share.js';
import { sharesOf, type StoredShare } from '../persistence/share.repository.js';

/** A share, as members see it. */
export interface ShareLine {
  id: string;
  documentId: string;
  to: ShareTo;
  madeBy: { id: string; name: string };
  download: boolean;
  watermark: boolean;
  message: string | null;
  state: ShareState;
  createdAt: string;
  until: string | null;
  openedAt: string | null;
  closesAt: string | null;
  opens: number;
  lastOpenedAt: string | null;
  endedAt: string | null;
}

/** Whom a share is for. */
export interface ShareTo {
  kind: 'outside' | 'member';
  email: string | null;
  memberId: string | null;
  name: string | null;
}

/** Every share of a document, newest first. @throws DocumentNotFound */
export async function listShares(tx: TenantTransaction, documentId: string, now: Date): Promise<ShareLine[]> {
  const keyring = await tx.keyring();
  const there = await tx.query({ name: 'document-there', text: 'select 1 from app.document where id = $1', values: [documentId] });
  if (there.length === 0) throw new DocumentNotFound().about([documentId]);
  const shares = await sharesOf(tx, keyring, documentId);
  tx.audit({ action: 'read', subject: { kind: 'document', id: documentId }, fields: ['shares'] });
  return shareLines(tx, shares, now);
}

/** Shares as members see them. */
export async function shareLines(tx: TenantTransaction, shares: readonly StoredShare[], now: Date): Promise<ShareLine[]> {
  const names = new Map((await listMembers(tx)).map(({ id, displayName }) => [id, displayName]));
  return shares.map((share) => {
    const { id, documentId, memberId, madeBy, download, watermark, opens, card } = share;
    const name = memberId === null ? card.name : (names.get(memberId) ?? '');
    return {
      id,
      documentId,
      to: { kind: memberId === null ? 'outside' : 'member', email: card.email, memberId, name },
      madeBy: { id: madeBy, name: names.get(madeBy) ?? '' },
      download,
      watermark,
      message: card.message,
      state: shareState(share, now),
      createdAt: share.createdAt.toISOString(),
      until: share.until?.toISOString() ?? null,
      openedAt: share.openedAt?.toISOString() ?? null,
      closesAt: share.closesAt?.toISOString() ?? null,
      opens,
      lastOpenedAt: share.lastOpenedAt?.toISOString() ?? null,
      endedAt: share.endedAt?.toISOString() ?? null,
    };
  });
}
