import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput } from '../../../common/errors.js';
import { isId } from '../../../common/ids.js';
import { Requires, Token, Tx } from '../../../common/http/access.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { FILE_LIMIT } from '../domain/client-import.js';
import { ImportNotFound } from '../domain/client.errors.js';
import { ListClientImports } from '../queries/list-client-imports.query.js';
import { CancelClientImport } from '../use-cases/cancel-client-import.use-case.js';
import { MapClientImport } from '../use-cases/map-client-import.use-case.js';
import { PauseClientImport } from '../use-cases/pause-client-import.use-case.js';
import { StartClientImport } from '../use-cases/start-client-import.use-case.js';
import { UploadClientImport } from '../use-cases/upload-client-import.use-case.js';
import { ImportDto, ImportRowsDto, ImportRowsQuery, ImportsDto, MappingBody, toImportDto, toImportRowDto } from './client-imports.dto.js';
import { readCsvBody } from './import-body.js';

const PAGE = 50;
const FILE_NAME_LIMIT = 200;

/** Brings clients in from a CSV file: upload, preview, mapping, start, progress. */
@ApiTags('client imports')
@Controller('client-imports')
export class ClientImportsController {
  constructor(
    private readonly list: ListClientImports,
    private readonly uploadImport: UploadClientImport,
    private readonly mapImport: MapClientImport,
    private readonly startImport: StartClientImport,
    private readonly pauseImport: PauseClientImport,
    private readonly cancelImport: CancelClientImport,
  ) {}

  @Post()
  @Requires('clients:create', { transaction: 'own' })
  @ApiOperation({
    summary: 'Upload a CSV file of clients',
    description:
      'UTF-8, separated by commas, semicolons or tabs, headings in the first row; at most 20 MB, 50,000 rows, 200 columns and 10,000 characters a cell. Its rows are checked afterwards: follow `state`.',
  })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'X-File-Name', required: false, description: 'Name of the file, percent-encoded.', schema: { type: 'string' } })
  @ApiCreatedResponse({ type: ImportDto })
  async upload(
    @Token() token: GrantToken,
    @Body() body: unknown,
    @Headers('x-file-name') name: string | undefined,
    @RequestOrigin() origin: Origin,
  ): Promise<ImportDto> {
    const fileName = fileNameOf(name);
    const bytes = await readCsvBody(body, FILE_LIMIT);
    return toImportDto(await this.uploadImport.execute(token, { fileName, bytes }, origin));
  }

  @Get()
  @Requires('clients:create')
  @ApiOperation({ summary: 'Your own imports, newest first' })
  @ApiOkResponse({ type: ImportsDto })
  async all(@Tx() tx: TenantTransaction): Promise<ImportsDto> {
    return { items: (await this.list.all(tx)).map(toImportDto) };
  }

  @Get(':id')
  @Requires('clients:create')
  @ApiOkResponse({ type: ImportDto })
  async one(@Tx() tx: TenantTransaction, @Param('id') id: string): Promise<ImportDto> {
    return toImportDto(await this.list.one(tx, idOf(id)));
  }

  @Get(':id/rows')
  @Requires('clients:create')
  @ApiOkResponse({ type: ImportRowsDto })
  async rows(
    @Tx() tx: TenantTransaction,
    @Param('id') id: string,
    @Query() { outcome, cursor, limit }: ImportRowsQuery,
  ): Promise<ImportRowsDto> {
    const page = { after: Number(cursor ?? 0), limit: limit ?? PAGE, ...(outcome && { outcome }) };
    const { items, next } = await this.list.rowsOf(tx, idOf(id), page);
    return { items: items.map(toImportRowDto), nextCursor: next === null ? null : String(next) };
  }

  @Put(':id/mapping')
  @Requires('clients:create')
  @ApiOperation({ summary: 'Choose which column feeds which field; checks every row again' })
  @ApiOkResponse({ type: ImportDto })
  async map(@Tx() tx: TenantTransaction, @Param('id') id: string, @Body() { mapping }: MappingBody): Promise<ImportDto> {
    return toImportDto(await this.mapImport.execute(tx, idOf(id), mapping));
  }

  @Post(':id/start')
  @HttpCode(200)
  @Requires('clients:create')
  @ApiOperation({ summary: 'Start importing, or go on after a pause' })
  @ApiOkResponse({ type: ImportDto })
  async start(@Tx() tx: TenantTransaction, @Param('id') id: string): Promise<ImportDto> {
    return toImportDto(await this.startImport.execute(tx, idOf(id)));
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Requires('clients:create')
  @ApiOkResponse({ type: ImportDto })
  async pause(@Tx() tx: TenantTransaction, @Param('id') id: string): Promise<ImportDto> {
    return toImportDto(await this.pauseImport.execute(tx, idOf(id)));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Requires('clients:create')
  @ApiOperation({ summary: 'End an import for good; clients that were imported stay' })
  @ApiOkResponse({ type: ImportDto })
  async cancel(@Tx() tx: TenantTransaction, @Param('id') id: string): Promise<ImportDto> {
    return toImportDto(await this.cancelImport.execute(tx, idOf(id)));
  }
}

function idOf(id: string): string {
  if (!isId(id)) throw new ImportNotFound();
  return id;
}

function fileNameOf(header: string | undefined): string {
  let name: string;
  try {
    name = decodeURIComponent(header ?? '');
  } catch {
    throw new InvalidInput([{ field: 'X-File-Name', code: 'not_percent_encoded', message: 'Send the file name percent-encoded.' }]);
  }
  const base = name
    .normalize('NFC')
    .split(/[/\\]/)
    .at(-1)!
    .replaceAll(/[\p{C}\u2028\u2029]/gu, '')
    .trim();
  return [...base].slice(0, FILE_NAME_LIMIT).join('') || 'clients.csv';
}
