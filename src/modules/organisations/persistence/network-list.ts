import { Sealed, SealedRow } from '../../../common/crypto/sealed.js';
import { SealedCodec } from '../../../common/crypto/sealed-codec.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { NetworkMode } from '../../../common/database/principal.js';
import { registerRefusal } from '../../../common/database/database.errors.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NetworksChanged } from '../domain/networks.errors.js';

registerRefusal('IBN01', () => new NetworksChanged());

const codec = new SealedCodec();

/** Sealed column of `app.network_list`: what the practice calls its networks, in their order. */
@SealedRow('network_list')
export class NetworkListSealed {
  @Sealed({ group: 'labels' }) labels!: readonly string[];
}

/** One network of a list, and what the practice calls it. */
export interface LabelledNetwork {
  network: string;
  label: string;
}

/** A practice's list as it stands. Version 0: there has never been one. */
export interface NetworkList {
  mode: NetworkMode;
  networks: LabelledNetwork[];
  version: number;
  changedAt: Date | null;
  /** Null when whoever runs Ironbark switched it off. */
  changedBy: string | null;
}

interface Row {
  mode: NetworkMode;
  networks: string[];
  labels: Buffer;
  version: number;
  changed_at: Date;
  changed_by: string | null;
}

/** The list of the organisation that the transaction acts for. */
export async function loadNetworkList(tx: TenantTransaction, keyring: OrgKeyring): Promise<NetworkList> {
  const [row] = await tx.query<Row>({
    text: 'select mode, networks::text[], labels, version, changed_at, changed_by from app.network_list',
  });
  if (!row) return { mode: 'off', networks: [], version: 0, changedAt: null, changedBy: null };
  const { labels } = codec.open(keyring, NetworkListSealed, keyring.orgId, { labels: row.labels });
  return {
    mode: row.mode,
    networks: row.networks.map((network, index) => ({ network, label: labels[index] ?? '' })),
    version: row.version,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}

/** Puts a list in place of the one of a version. Returns its own version. @throws NetworksChanged, AdministratorsOnly */
export async function storeNetworkList(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  list: { mode: NetworkMode; networks: readonly LabelledNetwork[] },
  fromVersion: number,
): Promise<number> {
  const labels = list.networks.map(({ label }) => label);
  const [row] = await tx.query<{ version: number }>({
    text: 'select wall.set_networks($1, $2::cidr[], $3, $4) as version',
    values: [
      list.mode,
      list.networks.map(({ network }) => network),
      codec.seal(keyring, NetworkListSealed, keyring.orgId, { labels })['labels'],
      fromVersion,
    ],
  });
  return row!.version;
}
