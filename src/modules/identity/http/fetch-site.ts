import type { FastifyRequest } from 'fastify';

/** Whether another site's page sent the browser here (Fetch Metadata: `Sec-Fetch-Site`). Programs and old browsers do not say. */
export function fromAnotherSite({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
