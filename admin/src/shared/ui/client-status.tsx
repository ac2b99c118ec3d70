import { sharedText } from '../text/catalogue.js';
import { Status } from './status.js';
import type { StatusKind } from './status.js';

/** Where a client stands with the practice. */
export type ClientStanding = keyof typeof sharedText.clientStatus;

const KINDS: Record<ClientStanding, StatusKind> = {
  prospect: 'prospect',
  current: 'current',
  waiting_list: 'waiting',
  archived: 'archived',
  deceased: 'deceased',
};

/** A client's status as a shape and a word. */
export function ClientStatus({ status }: { status: ClientStanding }) {
  return <Status kind={KINDS[status]}>{sharedText.clientStatus[status]}</Status>;
}
