import { api } from '../../shared/api/client.js';
import type { components } from '../../shared/api/schema.js';
import type { Access, Act, ModuleName, Role } from './model.js';

type Schemas = components['schemas'];
/** An answer in which every switch is there; the description of the API leaves them open because requests may leave them out. */
type Complete<Dto> = Omit<Dto, keyof Access> & Access;

/** One grant of a member and where it comes from. */
export type Grant = Complete<Schemas['GrantLineDto']>;
export type Source = Grant['source'];
/** A member with everything they hold; scope and switches are what their grants come to. */
export type MemberLine = Complete<Omit<Schemas['MemberAccessDto'], 'grants'>> & { grants: Grant[] };
export type MemberState = MemberLine['state'];
/** What a member could reach before and after one change; `before` is null for a new member. */
export type AccessChange = Schemas['AccessChangeDto'];
/** A member with what has changed, newest first. */
export type MemberRecord = MemberLine & { changes: AccessChange[] };

/** A named role. */
export type Template = Complete<Schemas['RoleDto']>;
/** What a role is made of. */
export type TemplateValues = Pick<Template, 'name' | 'scope' | 'switches'>;
/** What applying a role would do; the token stands for exactly this. */
export type Preview = Schemas['ApplyPreviewDto'];
/** A team with who is in it and how many clients belong to it. */
export type TeamLine = Schemas['AccessTeamDto'];
/** What a team is made of. */
export type TeamValues = Pick<TeamLine, 'name' | 'parentId' | 'defaultTemplateId'>;
/** Somebody to be invited: to a role, or to scope and switches. */
export type Invitation = Schemas['InviteBody'];

/** Yes or no, and why. */
export type Answer = Schemas['AccessAnswerDto'];
/** One thing that speaks for or against. */
export type ExplainStep = Answer['steps'][number];
/** What is asked of the access check. */
export interface Question {
  memberId: string;
  module: ModuleName;
  act: Act;
  clientId: string | null;
}

/** Who is kept from a client, and who alone may open it. */
export type Restrictions = Schemas['RestrictionsDto'];
/** What restrictions are to be. */
export type RestrictionValues = Schemas['RestrictionsBody'];

/** Which kinds of second factor somebody uses, and when a reset of them happens. */
export type MemberFactors = Schemas['MemberFactorsDto'];

/** Whether somebody's account is locked. */
export type MemberLock = Schemas['MemberLockDto'];

/** A step in a member's standing with the practice. */
export type MemberStep = 'suspend' | 'reactivate' | 'remove' | 'resend';

const items = async <T>(answer: Promise<{ items: T[] }>): Promise<T[]> => (await answer).items;

/** Every request of the Team screens. Each throws the service's problem document. */
export const accessRequests = {
  members: (signal?: AbortSignal) => items(api.get<{ items: MemberLine[] }>('/access/members', { signal })),
  member: (id: string, signal?: AbortSignal) => api.get<MemberRecord>(`/access/members/${id}`, { signal }),
  own: (signal?: AbortSignal) => api.get<MemberRecord>('/me/access', { signal }),
  invite: (invitation: Invitation) => api.post<MemberLine>('/access/members/invite', invitation),
  step: (id: string, step: MemberStep) => api.post<MemberLine>(`/access/members/${id}/${step}`),
  factors: (id: string, signal?: AbortSignal) => api.get<MemberFactors>(`/access/members/${id}/factors`, { signal }),
  resetFactors: (id: string) => api.post<MemberFactors>(`/access/members/${id}/factors/reset`),
  callOffReset: (id: string) => api.del<void>(`/access/members/${id}/factors/reset`),
  lock: (id: string, signal?: AbortSignal) => api.get<MemberLock>(`/access/members/${id}/lock`, { signal }),
  openLock: (id: string) => api.post<void>(`/access/members/${id}/lock/open`),
  setRole: (id: string, role: Role) => api.put<MemberLine>(`/access/members/${id}/role`, { role }),
  setAccess: (id: string, { scope, switches }: Access) => api.put<MemberLine>(`/access/members/${id}/access`, { scope, switches }),
  setTeams: (id: string, teamIds: string[]) => api.put<MemberLine>(`/access/members/${id}/teams`, { teamIds }),

  templates: (signal?: AbortSignal) => items(api.get<{ items: Template[] }>('/access/templates', { signal })),
  createTemplate: (values: TemplateValues) => api.post<Template>('/access/templates', values),
  changeTemplate: (id: string, values: TemplateValues & { version: number }) => api.put<Template>(`/access/templates/${id}`, values),
  removeTemplate: (id: string) => api.del<void>(`/access/templates/${id}`),
  preview: (templateId: string, memberIds: readonly string[], signal?: AbortSignal) =>
    api.post<Preview>('/access/apply/preview', { templateId, memberIds }, { signal }),
  apply: (templateId: string, memberIds: readonly string[], token: string) =>
    api.post<{ batchId: string; changed: number }>('/access/apply', { templateId, memberIds, token }),
  undoApply: (batchId: string) => api.post<{ changed: number }>(`/access/apply/${batchId}/undo`),

  teams: (signal?: AbortSignal) => items(api.get<{ items: TeamLine[] }>('/access/teams', { signal })),
  createTeam: (values: TeamValues) => api.post<TeamLine>('/access/teams', values),
  changeTeam: (id: string, values: TeamValues) => api.put<TeamLine>(`/access/teams/${id}`, values),
  removeTeam: (id: string) => api.del<void>(`/access/teams/${id}`),
  setTeamMembers: (id: string, memberIds: string[]) => api.put<TeamLine>(`/access/teams/${id}/members`, { memberIds }),

  explain({ memberId, module, act, clientId }: Question, signal?: AbortSignal): Promise<Answer> {
    const query = new URLSearchParams({ memberId, module, act, ...(clientId !== null && { clientId }) });
    return api.get<Answer>(`/access/explain?${query.toString()}`, { signal });
  },
  /** The cookie that comes with the answer shows that member's world from the next request on. */
  beginView: (memberId: string) => api.post<{ until: string }>('/access/view-as', { memberId }),
  endView: () => api.del<void>('/access/view-as'),
  restrictions: (clientId: string, signal?: AbortSignal) => api.get<Restrictions>(`/clients/${clientId}/restrictions`, { signal }),
  restrict: (clientId: string, values: RestrictionValues) => api.put<void>(`/clients/${clientId}/restrictions`, values),
};
