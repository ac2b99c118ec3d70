import type { NetworkMode } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput } from '../../../common/errors.js';
import { isWithin } from '../../../common/networks/network-set.js';
import { readNetworks } from '../../../common/networks/network.js';
import { NetworkLocksYouOut, NoNetworks } from '../domain/networks.errors.js';
import { loadNetworkList, storeNetworkList, type LabelledNetwork, type NetworkList } from '../persistence/network-list.js';

/** A list to be put in force. */
export interface NewNetworkList {
  mode: NetworkMode;
  networks: readonly LabelledNetwork[];
  /** The version that it was made from. */
  version: number;
  /** The saver knows that they lock themself out. */
  confirmLockOut: boolean;
}

/** Networks as they are kept, in their order. @throws InvalidInput that names each entry that cannot be taken */
export function readList(given: readonly LabelledNetwork[]): LabelledNetwork[] {
  const { networks, errors } = readNetworks(
    given.map(({ network }) => network),
    (index) => `networks.${index}.network`,
  );
  if (errors.length > 0) throw new InvalidInput(errors, errors[0]!.message);
  return networks.map(({ text }, index) => ({ network: text, label: given[index]!.label.trim() }));
}

/**
 * Sets from where the practice may be entered (promise I-32). From the next request on it holds for every session and key.
 * @throws InvalidInput, NoNetworks, NetworkLocksYouOut unless it is confirmed, NetworksChanged, AdministratorsOnly
 */
export async function saveNetworks(tx: TenantTransaction, wanted: NewNetworkList): Promise<void> {
  const { mode } = wanted;
  const networks = readList(wanted.networks);
  const plain = networks.map(({ network }) => network);
  if (mode === 'enforced' && plain.length === 0) throw new NoNetworks();
  if (mode === 'enforced' && !wanted.confirmLockOut && !isWithin(tx.origin.ip, plain)) throw new NetworkLocksYouOut(tx.origin.ip);
  await change(tx, { mode, networks }, wanted.version);
}

/** The way out for a practice that locked itself out: enforces nothing and keeps the list. Null when there is no list. */
export async function switchOffNetworks(tx: TenantTransaction): Promise<NetworkMode | null> {
  const [{ orgId }, keyring] = await Promise.all([tx.principal(), tx.keyring()]);
  const now = await loadNetworkList(tx, keyring);
  if (now.version === 0) {
    tx.audit({ action: 'read', subject: { kind: 'organisation', id: orgId }, fields: ['network_mode'] });
    return null;
  }
  await change(tx, { mode: 'off', networks: now.networks }, now.version, { by: 'operator' });
  return now.mode;
}

async function change(
  tx: TenantTransaction,
  list: Pick<NetworkList, 'mode' | 'networks'>,
  fromVersion: number,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const [{ orgId }, keyring] = await Promise.all([tx.principal(), tx.keyring()]);
  const before = await loadNetworkList(tx, keyring);
  await storeNetworkList(tx, keyring, list, fromVersion);
  tx.audit({
    action: 'update',
    subject: { kind: 'organisation', id: orgId },
    fields: ['network_mode', 'networks', 'network_labels'],
    detail: {
      ...more,
      modeBefore: before.mode,
      modeAfter: list.mode,
      networksBefore: inOneLine(before.networks),
      networksAfter: inOneLine(list.networks),
    },
  });
}

function inOneLine(networks: readonly LabelledNetwork[]): string {
  return networks.map(({ network, label }) => `${network} ${label}`).join(', ');
}
