/** Where this context's values under the platform key live, and the kinds of its blind indexes. */
export const REQUEST_AT = { table: 'identity.sso_request', column: 'sealed' } as const;
export const RESULT_AT = { table: 'identity.sso_request', column: 'result' } as const;
export const LINK_AT = { table: 'identity.sso_identity', column: 'sealed' } as const;
export const SUBJECT_INDEX = 'sso-subject';
export const SID_INDEX = 'sso-sid';
