/** Somebody was invited to a practice and waits for the message that says so. */
export const MEMBER_INVITED = 'access.member_invited.v1';

/** Payload of {@link MEMBER_INVITED}. */
export interface MemberInvited {
  invitedId: string;
}
