import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import { NotDrawn, type Drawing } from '../content/drawing.js';
import { LinkEnded, NotShown } from '../domain/document.errors.js';
import { contentSource } from '../persistence/version-content.js';
import { unreadable, type LinkedContent, type ReadLink } from './read-link.use-case.js';

/** Shows pages of a document as pictures, and their text, so that nothing of a file runs in the application. */
export class ShowPage {
  constructor(
    private readonly links: ReadLink,
    private readonly store: ObjectStore,
    private readonly drawing: Drawing,
  ) {}

  /** A page as a WebP picture. Pages count from 1, widths are pixels. @throws LinkEnded, NotReady, NotShown, ContentMissing, ContentBroken */
  async picture(token: GrantToken, origin: Origin, link: string, page: number, width: number): Promise<Buffer> {
    const found = await this.links.checked(token, origin, link, { page });
    return this.drawn(found, page, (source, type) => this.drawing.page(source, type, page, width, null));
  }

  /** The text of a page. @throws LinkEnded, NotReady, NotShown, ContentMissing, ContentBroken */
  async text(token: GrantToken, origin: Origin, link: string, page: number): Promise<string> {
    const found = await this.links.checked(token, origin, link, { text: page });
    return this.drawn(found, page, (source, type) => this.drawing.text(source, type, page));
  }

  private async drawn<Result>(
    { at, version, name }: LinkedContent,
    page: number,
    draw: (source: ReturnType<typeof contentSource>, type: string) => Promise<Result>,
  ): Promise<Result> {
    const { type, pages } = version.facts;
    if (type === null || pages === null) throw new NotShown();
    if (page < 1 || page > pages) throw new LinkEnded();
    try {
      return await draw(contentSource(this.store, at, name), type);
    } catch (error) {
      throw error instanceof NotDrawn ? new NotShown() : unreadable(error);
    }
  }
}
