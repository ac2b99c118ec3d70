export { SealedAuditWriter } from './persistence/audit-writer.js';
