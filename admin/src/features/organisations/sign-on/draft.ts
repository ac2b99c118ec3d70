import { useState } from 'react';
import type { Connection, ConnectionFields } from './requests.js';

/** A connection as its form holds it. */
export interface Draft {
  name: string;
  trust: Connection['trust'];
  jit: boolean;
  /** Empty for none. */
  role: string;
  idpInitiated: boolean;
  issuer: string;
  clientId: string;
  /** Empty while the one that is kept stays. */
  clientSecret: string;
  metadataUrl: string;
  entityId: string;
  signOnUrl: string;
  certificates: readonly string[];
}

/** What is saved, as a form holds it. */
export function draftOf({ name, trust, jit, defaultTemplateId, idpInitiated, oidc, saml }: Connection): Draft {
  return {
    name,
    trust,
    jit,
    role: defaultTemplateId ?? '',
    idpInitiated,
    issuer: oidc?.issuer ?? '',
    clientId: oidc?.clientId ?? '',
    clientSecret: '',
    metadataUrl: saml?.metadataUrl ?? '',
    entityId: saml?.entityId ?? '',
    signOnUrl: saml?.signOnUrl ?? '',
    certificates: saml?.certificates.map(({ base64 }) => base64) ?? [''],
  };
}

/** The form of a connection: its values, whether they differ from what is saved, and a way to change them. */
export function useConnectionDraft(saved: Connection) {
  const [draft, setDraft] = useState(() => draftOf(saved));
  const set = (values: Partial<Draft>): void => setDraft((now) => ({ ...now, ...values }));
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(saved));
  return { draft, set, changed, reset: () => setDraft(draftOf(saved)) };
}

/** What is sent to save a form. A provider of which nothing is known yet is left out. */
export function fieldsOf({ kind, version }: Connection, draft: Draft): ConnectionFields {
  const { name, trust, jit, role, idpInitiated, issuer, clientId, clientSecret, metadataUrl, entityId, signOnUrl } = draft;
  const certificates = draft.certificates.map((text) => text.trim()).filter((text) => text !== '');
  const knows = kind === 'oidc' ? issuer !== '' || clientId !== '' : entityId !== '' || signOnUrl !== '' || certificates.length > 0;
  return {
    version,
    name: name.trim(),
    trust,
    jit,
    defaultTemplateId: role === '' ? null : role,
    ...(kind === 'saml' && { idpInitiated }),
    ...(knows &&
      kind === 'oidc' && { oidc: { issuer: issuer.trim(), clientId: clientId.trim(), ...(clientSecret !== '' && { clientSecret }) } }),
    ...(knows &&
      kind === 'saml' && {
        saml: {
          entityId: entityId.trim(),
          signOnUrl: signOnUrl.trim(),
          certificates,
          metadataUrl: metadataUrl.trim() === '' ? null : metadataUrl.trim(),
        },
      }),
  };
}
