/** Where the identity context's sealed values live; sealed under the platform key (AAD table and column). */
export const ACCOUNT_AT = { table: 'identity.account', column: 'sealed' } as const;
export const MAIL_AT = { table: 'identity.mail', column: 'sealed' } as const;
export const SIGN_IN_AT = { table: 'identity.sign_in_event', column: 'sealed' } as const;
export const FACTOR_AT = { table: 'identity.factor', column: 'sealed' } as const;

/** Kind of the blind index of account addresses. */
export const ADDRESS_INDEX = 'account-address';

/** Kind of the blind index of recovery codes. */
export const RECOVERY_INDEX = 'recovery-code';
