import { ownerDataSource } from './src/common/database/data-source.js';

/** For TypeORM's own command line. `npm run ironbark -- migrate` is the everyday way and needs no setting. */
export default ownerDataSource(process.env['DATABASE_URL'] ?? '');
