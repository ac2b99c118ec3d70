import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import type { Asker } from '../content/drawing-queue.js';
import { NotDrawn, type Drawing } from '../content/drawing.js';
import { LinkEnded, NotShown } from '../domain/document.errors.js';
import { contentSource } from '../persistence/version-content.js';
import { unreadable, type ReadLink, type Shown } from './read-link.use-case.js';

/** Which page, and for whom. */
export interface PageOf {
  token: GrantToken;
  origin: Origin;
  /** The link's token. */
  link: string;
  page: number;
  /** Aborted when nobody waits for it any more. */
  gone: AbortSignal;
}

/** Shows pages of a document as pictures, and their text, so that nothing of a file runs in the application. */
export class ShowPage {
  constructor(
    private readonly links: ReadLink,
    private readonly store: ObjectStore,
    private readonly drawing: Drawing,
  ) {}

  /** A page as a WebP picture. Pages count from 1, widths are pixels. @throws LinkEnded, NotReady, NotShown, ContentMissing, ContentBroken, DrawingBusy */
  async picture(of: PageOf, width: number): Promise<Buffer> {
    const { page } = of;
    return this.drawn(of, { page }, (source, type, asker) => this.drawing.page(source, type, { page, width, watermark: null }, asker));
  }

  /** The text of a page. @throws LinkEnded, NotReady, NotShown, ContentMissing, ContentBroken, DrawingBusy */
  async text(of: PageOf): Promise<string> {
    const { page } = of;
    return this.drawn(of, { text: page }, (source, type, asker) => this.drawing.text(source, type, page, asker));
  }

  private async drawn<Result>(
    { token, origin, link, page, gone }: PageOf,
    shown: Shown,
    draw: (source: ReturnType<typeof contentSource>, type: string, asker: Asker) => Promise<Result>,
  ): Promise<Result> {
    const { at, version, name, orgId, memberId, link: found } = await this.links.checked(token, origin, link, shown);
    const { type, pages } = version.facts;
    if (type === null || pages === null) throw new NotShown();
    if (page < 1 || page > pages) throw new LinkEnded();
    try {
      const drawn = await draw(contentSource(this.store, at, name), type, { orgId, by: memberId ?? found.id, gone });
      // It may have waited for its turn for long enough for the link to die.
      await this.links.still(token, origin, link);
      return drawn;
    } catch (error) {
      throw error instanceof NotDrawn ? new NotShown() : unreadable(error);
    }
  }
}
