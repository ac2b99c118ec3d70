import { InvalidInput } from '../../../common/errors.js';
import type { Outbound } from '../../../common/http/outbound.js';
import { readMetadata, type ProviderMetadata } from '../providers/saml-metadata.js';
import { XmlRefused } from '../providers/xml.js';

/** Reads what a SAML provider publishes about itself, from its address or as pasted, to be looked at before it is kept. */
export class ReadMetadata {
  constructor(private readonly outbound: Outbound) {}

  /** @throws InvalidInput with what is wrong, AddressRefused */
  async execute(from: { url: string } | { xml: string }): Promise<ProviderMetadata> {
    try {
      return readMetadata('xml' in from ? from.xml : await this.fetched(from.url));
    } catch (error) {
      if (!(error instanceof XmlRefused)) throw error;
      const field = 'xml' in from ? 'xml' : 'url';
      throw new InvalidInput([{ field, code: 'not_metadata', message: `That is no metadata of an identity provider: ${error.message}.` }]);
    }
  }

  private async fetched(url: string): Promise<string> {
    const address = this.outbound.address(url);
    const answer = await this.outbound.fetch(address).catch(() => undefined);
    if (!answer?.ok) throw new XmlRefused(answer ? `the address answers ${answer.status}` : 'nobody answers there');
    return answer.text();
  }
}
