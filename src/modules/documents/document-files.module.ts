import { Module } from '@nestjs/common';
import { DOCUMENT_PROVIDERS } from './document.providers.js';

/** How files come in, are looked at and leave, for whoever lets people do so. */
@Module({ providers: DOCUMENT_PROVIDERS, exports: DOCUMENT_PROVIDERS })
export class DocumentFilesModule {}
