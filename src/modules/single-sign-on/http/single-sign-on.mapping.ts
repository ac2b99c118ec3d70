import { stageOf, type Connection } from '../domain/connection.js';
import { recordName, recordValue } from '../domain/domain-name.js';
import type { ClaimedDomain } from '../persistence/domain.repository.js';
import type { SignOnAddresses } from '../providers/addresses.js';
import type { ConnectionInput } from '../use-cases/manage-connections.use-case.js';
import { factsOf } from '../providers/certificates.js';
import type { ProviderMetadata } from '../providers/saml-metadata.js';
import type { MetadataDto } from './providers.dto.js';
import type { ConnectionDto, ConnectionFields, DomainDto } from './single-sign-on.dto.js';

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

export function toDomainDto({ id, domain, token, claimedAt, checkedAt, verifiedAt, lostAt }: ClaimedDomain): DomainDto {
  return {
    id,
    domain,
    recordName: recordName(domain),
    recordValue: recordValue(token),
    claimedAt: claimedAt.toISOString(),
    checkedAt: iso(checkedAt),
    verifiedAt: iso(verifiedAt),
    lostAt: iso(lostAt),
  };
}

/** A connection without its secrets. */
export function toConnectionDto(connection: Connection, addresses: SignOnAddresses, now: Date): ConnectionDto {
  const { id, kind, name, trust, jit, defaultTemplateId, idpInitiated, version, oidc, saml, test } = connection;
  return {
    id,
    kind,
    name,
    stage: stageOf(connection, now),
    trust,
    jit,
    defaultTemplateId,
    enforcedFrom: iso(connection.enforcedFrom),
    confirmed: connection.confirmedBy !== null,
    testedAt: iso(connection.testedAt),
    version,
    oidc: oidc && { issuer: oidc.issuer, clientId: oidc.clientId, hasSecret: oidc.clientSecret !== null },
    saml: saml && {
      ...toMetadataDto(saml),
      metadataUrl: saml.metadataUrl,
      refreshedAt: iso(connection.refreshedAt),
      refreshFailedAt: iso(connection.refreshFailedAt),
    },
    idpInitiated,
    ours: {
      callbackUrl: addresses.callback(id),
      logoutUrl: addresses.logout(id),
      assertionConsumerUrl: addresses.assertionConsumer(id),
      metadataUrl: addresses.metadata(id),
    },
    test: test && {
      at: test.at,
      problem: test.problem,
      hint: test.hint,
      assurance: test.assurance,
      subject: test.arrival?.subject ?? null,
      email: test.arrival?.email ?? null,
      emailVerified: test.arrival?.emailVerified ?? null,
      name: test.arrival?.name ?? null,
      methods: test.arrival?.methods ?? [],
    },
  };
}

/** A provider's own words, with what its certificates say. */
export function toMetadataDto({ entityId, signOnUrl, certificates }: ProviderMetadata): MetadataDto {
  return {
    entityId,
    signOnUrl,
    certificates: certificates.map((base64) => {
      const { subject, fingerprint, validTo } = factsOf(base64);
      return { subject, fingerprint, validTo: validTo.toISOString(), base64 };
    }),
  };
}

export function toInput({ name, trust, jit, defaultTemplateId, idpInitiated = false, oidc, saml }: ConnectionFields): ConnectionInput {
  return { name, trust, jit, defaultTemplateId, idpInitiated, oidc: oidc ?? null, saml: saml ?? null };
}
