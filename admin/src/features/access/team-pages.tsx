import { Navigate, Route, Routes } from 'react-router';
import ApplyPage from './apply/apply-page.js';
import CheckPage from './check/check-page.js';
import KeysPage from './keys/keys-page.js';
import MemberPage from './member/member-page.js';
import MembersPage from './members/members-page.js';
import ReviewPage from './reviews/review-page.js';
import ReviewsPage from './reviews/reviews-page.js';
import RolePage from './roles/role-page.js';
import RolesPage from './roles/roles-page.js';
import TeamsPage from './teams/teams-page.js';

/** Everything about who works here and what they may do. */
export default function TeamPages() {
  return (
    <Routes>
      <Route index element={<MembersPage />} />
      <Route path="members/:id" element={<MemberPage />} />
      <Route path="apply" element={<ApplyPage />} />
      <Route path="roles" element={<RolesPage />} />
      <Route path="roles/new" element={<RolePage key="new" />} />
      <Route path="roles/:id" element={<RolePage />} />
      <Route path="teams" element={<TeamsPage />} />
      <Route path="check" element={<CheckPage />} />
      <Route path="reviews" element={<ReviewsPage />} />
      <Route path="reviews/:id" element={<ReviewPage />} />
      <Route path="keys" element={<KeysPage />} />
      <Route path="*" element={<Navigate to="/team" replace />} />
    </Routes>
  );
}
