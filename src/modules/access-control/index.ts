export { AccessControlModule, ACCESS_EVENT_HANDLERS } from './access-control.module.js';
export { listMembers, listTeams, type MemberLine, type TeamLine } from './queries/list-members.query.js';
export { PROFILE_AT, type MemberProfile } from './persistence/member-profile.js';
export { giveTemplate } from './use-cases/apply-template.use-case.js';
export { RemindOfKeys } from './use-cases/remind-of-keys.use-case.js';
