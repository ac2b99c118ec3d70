import { describe, expect, it } from '@jest/globals';
import { checkFile } from './engine.mjs';
import { rules } from './rules.mjs';

const USE_CASE = 'src/modules/clients/use-cases/x.use-case.ts';
const REPOSITORY = 'src/modules/clients/persistence/x.repository.ts';
const found = (text, file = USE_CASE) => checkFile(file, text, rules).map((finding) => finding.rule);

describe('house rules', () => {
  it.each([
    ['no-save', 'await this.clients.save(client);', REPOSITORY],
    ['no-raw-repository', "import { EntityManager } from 'typeorm';"],
    ['no-raw-repository', "import * as orm from 'typeorm';"],
    ['no-raw-repository', 'const rows = tx.getRepository(Row);'],
    ['no-raw-repository', 'const rows = await tx.manager.find(Row);'],
    ['no-raw-repository', 'class A { constructor(@InjectRepository(Row) r) {} }'],
    ['no-schema-sync', 'const options = { synchronize: true };', 'ormconfig.ts'],
    ['no-schema-sync', 'await source.synchronize();', 'test/support/x.ts'],
    ['no-string-sql', 'tx.query(`select ${column} from app.client`);', REPOSITORY],
    ['no-string-sql', "const q = { text: 'select * from app.client where name = ' + name };", REPOSITORY],
    ['no-string-sql', 'const text = `update app.client set ${sets}`;', REPOSITORY],
    ['no-string-sql', 'const text = `update ${table} set x = 1`;', REPOSITORY],
    ['no-string-sql', "const C = other(); client.query('select ' + C);", REPOSITORY],
    ['no-now', 'const at = new Date();'],
    ['no-now', 'const at = Date.now();'],
    ['no-now', 'const day = dayjs();'],
    ['no-now', "const q = 'select 1 where expires_at > now()';", REPOSITORY],
    ['no-now', 'const q = `update x set at = current_timestamp where id = $1`;', REPOSITORY],
  ])('%s finds: %s', (rule, text, file = USE_CASE) => {
    expect(found(text, file)).toContain(rule);
  });

  it.each([
    ['an insert', 'await manager.insert(Row, row);', REPOSITORY],
    ['repositories at home', "import { EntityManager } from 'typeorm';", REPOSITORY],
    ['a schema that is not synchronised', 'const options = { synchronize: false };', 'ormconfig.ts'],
    ['parameters', "tx.query({ text: 'select * from app.client where id = $1', values: [id] });", REPOSITORY],
    [
      'constants of the same file',
      "const COLUMNS = 'id, card'; const FROM = `${COLUMNS} from c`; tx.query(`select ${FROM} where id = $1`);",
      REPOSITORY,
    ],
    ['a choice of constants', "const w = a ? '' : ' and b = $2'; tx.query(`select a from b where c = $1${w}`);", REPOSITORY],
    ['the sql tag', 'tx.query(sql`select * from app.client where id = ${id}`);', REPOSITORY],
    ['an English sentence', 'throw new Error(`Select a client before ${action}`); const t = `Set ${name} to 3`; const u = `update ${n}`;'],
    ['a given instant', 'const at = new Date(text); const took = performance.now(); const n = clock.now();'],
    ['clock_timestamp()', "const q = 'select clock_timestamp() where a = 1';", REPOSITORY],
    ['now() in prose', "const t = 'call now() later';"],
    ['the clock itself', 'export const c = { now: () => new Date() };', 'src/common/clock/clock.ts'],
    ['tests', 'const at = new Date(); repo.save(x);', 'src/modules/clients/domain/x.spec.ts'],
  ])('leaves alone: %s', (_name, text, file = USE_CASE) => {
    expect(found(text, file)).toEqual([]);
  });

  it('finds files of more than 300 lines, but leaves migrations alone', () => {
    const lines = (count) => 'const a = 1;\n'.repeat(count);
    expect(found(lines(301))).toEqual(['file-length']);
    expect(found(lines(300))).toEqual([]);
    expect(found(lines(900), 'migrations/1-x.ts')).toEqual([]);
  });

  it('lets a rule be broken only with its name and a reason', () => {
    expect(found('// lint-allow no-now: the log line needs the machine time\nconst at = Date.now();')).toEqual([]);
    expect(found('const at = Date.now(); // lint-allow no-now: the log line needs the machine time')).toEqual([]);
    expect(found('// lint-allow no-now:\nconst at = Date.now();')).toEqual(['no-now']);
    expect(found('// lint-allow no-save: the log line needs the machine time\nconst at = Date.now();')).toEqual(['no-now']);
  });
});
