import { Resolver } from 'node:dns/promises';

/** Codes by which the DNS says that a name has no such record, rather than that it could not be asked. */
const NOT_THERE = new Set(['ENOTFOUND', 'ENODATA']);

/** Text records of names, as the DNS publishes them. */
export class TextRecords {
  /** @param servers name servers to ask; the machine's own when empty */
  constructor(private readonly servers: readonly string[] = []) {}

  /** The records of a name, none when it has none; undefined when nobody could say. */
  async of(name: string): Promise<string[] | undefined> {
    // One for each question: a resolver remembers answers and failures, and this asks what is so now.
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    if (this.servers.length > 0) resolver.setServers(this.servers);
    try {
      return (await resolver.resolveTxt(name)).map((pieces) => pieces.join(''));
    } catch (error) {
      return NOT_THERE.has(String((error as { code?: unknown }).code)) ? [] : undefined;
    }
  }
}
