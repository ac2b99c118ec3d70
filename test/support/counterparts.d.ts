/** Parts that nobody here wrote and that ship no types: as far as tests use them. */
declare module 'oidc-provider' {
  import type { Server } from 'node:http';

  export default class Provider {
    constructor(issuer: string, configuration: object);
    listen(port: number, listening: () => void): Server;
  }
}
