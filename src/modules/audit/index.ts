export { SealedAuditWriter } from './persistence/audit-writer.js';
export { openAuditDetail, type AuditDetail } from './persistence/audit-details.js';
