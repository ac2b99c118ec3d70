/** Where the identity context's sealed values live; sealed under the platform key (AAD table and column). */
export const ACCOUNT_AT = { table: 'identity.account', column: 'sealed' } as const;
export const MAIL_AT = { table: 'identity.mail', column: 'sealed' } as const;
export const SIGN_IN_AT = { table: 'identity.sign_in_event', column: 'sealed' } as const;
export const FACTOR_AT = { table: 'identity.factor', column: 'sealed' } as const;

export const LINKED_AT = { table: 'identity.linked_account', column: 'sealed' } as const;
export const FLOW_AT = { table: 'identity.provider_flow', column: 'sealed' } as const;
export const FLOW_RESULT_AT = { table: 'identity.provider_flow', column: 'result' } as const;

/** Kind of the blind index of account addresses. */
export const ADDRESS_INDEX = 'account-address';

/** Kind of the blind index of recovery codes. */
export const RECOVERY_INDEX = 'recovery-code';

/** Kind of the blind index of providers' names for people. */
export const SUBJECT_INDEX = 'provider-subject';

export const DEVICE_AT = { table: 'identity.known_device', column: 'sealed' } as const;

/** Kind of the keys of limits. */
export const LIMIT_INDEX = 'door-limit';
