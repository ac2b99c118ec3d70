import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput } from '../../../common/errors.js';
import type { Outbound } from '../../../common/http/outbound.js';
import { newId } from '../../../common/ids.js';
import type { Connection, ConnectionKind, OidcSettings, SamlSettings, Trust } from '../domain/connection.js';
import { ConnectionChanged, ProviderFixed, TooManyConnections, WrongStage } from '../domain/single-sign-on.errors.js';
import { bareCertificate, lastDay } from '../providers/certificates.js';
import { XmlRefused } from '../providers/xml.js';
import type { ConnectionRepository, ConnectionValues } from '../persistence/connection.repository.js';

/** Most connections of one practice: the upkeep asks each one's provider in turn, and nobody else's is to wait for them. */
const CONNECTIONS_MOST = 10;

/** What an administrator says of a connection. A secret that is not said stays as it is. */
export interface ConnectionInput {
  name: string;
  trust: Trust;
  jit: boolean;
  defaultTemplateId: string | null;
  idpInitiated: boolean;
  oidc: { issuer: string; clientId: string; clientSecret?: string | null | undefined } | null;
  saml: SamlSettings | null;
}

/** Connections, from the first draft to one that is let go. What decides who comes in is checked by the database as well. */
export class ManageConnections {
  constructor(
    private readonly connections: ConnectionRepository,
    private readonly outbound: Outbound,
  ) {}

  /** @throws InvalidInput, AddressRefused, TooManyConnections, AboveOwnAccess for a role above one's own */
  async create(tx: TenantTransaction, kind: ConnectionKind, input: ConnectionInput): Promise<string> {
    const values = this.valuesOf(kind, input, null);
    if ((await this.connections.count(tx)) >= CONNECTIONS_MOST) throw new TooManyConnections();
    const id = newId();
    await this.connections.add(tx, await tx.keyring(), id, kind, values);
    tx.audit({ action: 'create', subject: { kind: 'sign_on_connection', id }, fields: Object.keys(values), detail: { kind } });
    return id;
  }

  /**
   * Changes a connection. Once tested it stays with its provider, because everybody it knows it knows by that; whatever else
   * leads there changed makes a tested one a draft again. One that is on is changed only by whoever holds everything.
   * @throws NotFound, ConnectionChanged, ProviderFixed, InvalidInput, AboveOwnAccess
   */
  async change(tx: TenantTransaction, id: string, version: number, input: ConnectionInput): Promise<void> {
    const keyring = await tx.keyring();
    const before = await this.connections.lock(tx, keyring, id);
    if (before.version !== version) throw new ConnectionChanged();
    const values = this.valuesOf(before.kind, input, before);
    if (before.testedAt !== null && providerOf(before) !== providerOf(values)) throw new ProviderFixed();
    const leadsElsewhere = JSON.stringify([before.oidc, before.saml]) !== JSON.stringify([values.oidc, values.saml]);
    await this.connections.store(tx, keyring, before, values, before.state === 'tested' && leadsElsewhere);
    tx.audit({ action: 'update', subject: { kind: 'sign_on_connection', id }, fields: changedFields(before, values) });
  }

  /** @throws NotFound, WrongStage while it is on */
  async remove(tx: TenantTransaction, id: string): Promise<void> {
    const connection = await this.connections.lock(tx, await tx.keyring(), id);
    if (connection.state === 'on') throw new WrongStage();
    await this.connections.remove(tx, connection);
    tx.audit({ action: 'delete', subject: { kind: 'sign_on_connection', id } });
  }

  private valuesOf(kind: ConnectionKind, input: ConnectionInput, before: Connection | null): ConnectionValues {
    const other = kind === 'oidc' ? 'saml' : 'oidc';
    if (input[other] !== null)
      throw new InvalidInput([
        { field: other, code: 'not_this_kind', message: 'Give the settings of this kind of connection, and no others.' },
      ]);
    const { name, trust, jit, defaultTemplateId, saml } = input;
    const samlSettings = saml && this.samlOf(saml);
    return {
      name,
      trust,
      jit,
      defaultTemplateId,
      idpInitiated: kind === 'saml' && input.idpInitiated,
      oidc: input.oidc && this.oidcOf(input.oidc, before?.oidc ?? null),
      saml: samlSettings,
      certificatesUntil: samlSettings && lastDay(samlSettings.certificates),
    };
  }

  private samlOf({ entityId, signOnUrl, certificates, metadataUrl }: SamlSettings): SamlSettings {
    this.outbound.address(signOnUrl);
    if (metadataUrl !== null) this.outbound.address(metadataUrl);
    try {
      return { entityId, signOnUrl, certificates: [...new Set(certificates.map(bareCertificate))], metadataUrl };
    } catch (error) {
      if (!(error instanceof XmlRefused)) throw error;
      throw new InvalidInput([
        {
          field: 'saml.certificates',
          code: 'not_a_certificate',
          message: 'Paste certificates as the provider shows them, with keys of 2048 bits or more.',
        },
      ]);
    }
  }

  private oidcOf({ issuer, clientId, clientSecret }: NonNullable<ConnectionInput['oidc']>, before: OidcSettings | null): OidcSettings {
    const address = this.outbound.address(issuer);
    if (address.search !== '' || address.hash !== '')
      throw new InvalidInput([{ field: 'oidc.issuer', code: 'not_an_issuer', message: 'An issuer has neither a query nor a fragment.' }]);
    return { issuer, clientId, clientSecret: clientSecret === undefined ? (before?.clientSecret ?? null) : clientSecret };
  }
}

function providerOf({ oidc, saml }: Pick<Connection, 'oidc' | 'saml'>): string {
  return JSON.stringify(oidc ? [oidc.issuer, oidc.clientId] : saml?.entityId);
}

function changedFields(before: Connection, values: ConnectionValues): string[] {
  return (Object.keys(values) as (keyof ConnectionValues)[]).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(values[key]));
}
