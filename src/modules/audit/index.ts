export { SealedAuditWriter } from './persistence/audit-writer.js';
export { openAuditDetails, type AuditDetail } from './persistence/audit-details.js';
