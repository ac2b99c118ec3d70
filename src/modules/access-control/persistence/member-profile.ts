/** A colleague's name and title, sealed under the organisation's key. */
export interface MemberProfile {
  displayName: string;
  title: string;
  email: string;
}

/** Where a profile lives. */
export const PROFILE_AT = { table: 'app.member', column: 'profile' } as const;
