import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { beyond } from '../model.js';
import { MarksKey, ModuleMarks } from '../parts/module-marks.js';
import { TeamHead } from '../parts/team-head.js';
import { accessText, members, names } from '../text.js';
import { useAccessTeams, useStanding, useTemplates } from '../use-access.js';
import { rolesText } from './text.js';
import page from '../parts/page.module.css';
import classes from './roles.module.css';

/** The roles of the practice, and who holds them. */
export default function RolesPage() {
  const templates = useTemplates();
  const teams = useAccessTeams().data ?? [];
  const standing = useStanding();
  const navigate = useNavigate();
  const slow = useSlow(templates.isPending);
  const newRole = (
    <Button component={Link} to="/team/roles/new" leftSection={<IconPlus size={16} stroke={1.8} />}>
      {rolesText.newRole}
    </Button>
  );
  return (
    <div className={page['page']}>
      <TeamHead tab="roles" lead={rolesText.lead} action={standing?.may('create') && newRole} />
      {slow && <SkeletonRows rows={6} columns={4} />}
      {templates.isError && templates.data === undefined && (
        <ErrorState title={rolesText.failed} error={templates.error} retry={() => void templates.refetch()} />
      )}
      {templates.data?.length === 0 && <EmptyState title={rolesText.none}>{rolesText.noneHint}</EmptyState>}
      {templates.data !== undefined && templates.data.length > 0 && standing !== null && (
        <>
          <table className={classes['table']}>
            <caption className={classes['hidden']}>{rolesText.table}</caption>
            <thead>
              <tr>
                {(['name', 'scope', 'modules', 'heldBy', 'teams'] as const).map((name) => (
                  <th key={name} scope="col">
                    {rolesText.columns[name]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {templates.data.map((template) => {
                const { id, name, scope, switches, memberIds, teamIds } = template;
                const above = beyond(template, standing);
                return (
                  <tr
                    key={id}
                    onClick={(event) => {
                      if (!(event.target instanceof Element && event.target.closest('a'))) void navigate(`/team/roles/${id}`);
                    }}
                  >
                    <th scope="row">
                      <Link to={`/team/roles/${id}`}>{name}</Link>
                      {(above.scope || above.switches.length > 0) && <span className={page['tag']}>{rolesText.above}</span>}
                    </th>
                    <td>{accessText.scope[scope]}</td>
                    <td>
                      <ModuleMarks switches={switches} word={standing.word} />
                    </td>
                    <td data-head={rolesText.columns.heldBy}>
                      {memberIds.length === 0 ? <span className={page['dim']}>{rolesText.nobody}</span> : members(memberIds.length)}
                    </td>
                    <td data-head={rolesText.columns.teams}>
                      {teamIds.length === 0 ? (
                        <span className={page['dim']}>{rolesText.noTeams}</span>
                      ) : (
                        names(
                          teamIds.map((teamId) => teams.find((team) => team.id === teamId)?.name ?? ''),
                          2,
                        )
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <MarksKey />
        </>
      )}
    </div>
  );
}
