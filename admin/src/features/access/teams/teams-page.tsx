import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconPlus, IconSubtask, IconTrash, IconUsersGroup } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { CSSProperties } from 'react';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { TeamHead } from '../parts/team-head.js';
import { toastRefused } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { TeamLine } from '../requests.js';
import { useAccessMembers, useAccessTeams, useFreshAccess, useStanding, useTemplates } from '../use-access.js';
import type { Standing } from '../use-access.js';
import { PeopleDialog } from './people-dialog.js';
import { TeamDialog } from './team-dialog.js';
import { TeamPeople } from './team-people.js';
import { treeOf } from './tree.js';
import type { Branch } from './tree.js';
import { teamsText } from './text.js';
import page from '../parts/page.module.css';
import classes from './teams.module.css';

/** What is being done: a team made or edited, its members chosen, or removed. */
type Doing = { what: 'edit' | 'people' | 'remove'; team: TeamLine } | { what: 'new'; parent: TeamLine | null };

/** The teams as they stand below each other, who is in them, what they give. */
export default function TeamsPage() {
  const teams = useAccessTeams();
  const standing = useStanding();
  const [doing, setDoing] = useState<Doing | null>(null);
  const slow = useSlow(teams.isPending);
  const close = (): void => setDoing(null);
  const all = teams.data;
  return (
    <div className={page['page']}>
      <TeamHead
        tab="teams"
        lead={all === undefined || all.length === 0 ? teamsText.leadNone : teamsText.lead(all.length)}
        action={
          standing?.may('create') && (
            <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setDoing({ what: 'new', parent: null })}>
              {teamsText.newTeam}
            </Button>
          )
        }
      />
      {slow && <SkeletonRows rows={6} columns={4} />}
      {teams.isError && all === undefined && <ErrorState title={teamsText.failed} error={teams.error} retry={() => void teams.refetch()} />}
      {all?.length === 0 && <EmptyState title={teamsText.none}>{teamsText.noneHint}</EmptyState>}
      {all !== undefined && all.length > 0 && standing !== null && <TeamTable branches={treeOf(all)} standing={standing} onDo={setDoing} />}
      {doing?.what === 'new' && <TeamDialog team={null} parent={doing.parent} onClose={close} />}
      {doing?.what === 'edit' && <TeamDialog team={doing.team} parent={null} onClose={close} />}
      {doing?.what === 'people' && <PeopleDialog team={doing.team} onClose={close} />}
      {doing?.what === 'remove' && <RemoveTeam team={doing.team} onClose={close} />}
    </div>
  );
}

interface TeamTableProps {
  branches: readonly Branch[];
  standing: Standing;
  onDo: (doing: Doing) => void;
}

function TeamTable({ branches, standing, onDo }: TeamTableProps) {
  const templates = useTemplates().data ?? [];
  const members = useAccessMembers().data ?? [];
  return (
    <table className={classes['table']}>
      <caption className={classes['hidden']}>{teamsText.table}</caption>
      <thead>
        <tr>
          {(['name', 'members', 'clients', 'role'] as const).map((name) => (
            <th key={name} scope="col" className={classes[name]}>
              {teamsText.columns[name]}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {branches.map(({ team, level, parent }) => (
          <tr key={team.id} style={{ '--level': level } as CSSProperties}>
            <th scope="row" className={classes['name']}>
              <span>
                {level > 0 && <i aria-hidden />}
                {team.name}
                {parent !== null && <span className={classes['hidden']}>, {teamsText.below(parent.name)}</span>}
              </span>
            </th>
            <td className={classes['members']}>
              <TeamPeople people={members.filter(({ id }) => team.memberIds.includes(id))} count={team.memberIds.length} />
            </td>
            <td className={classes['clients']}>
              {team.clients === 0 ? <span className={page['dim']}>{teamsText.noClients}</span> : <TeamClients count={team.clients} />}
            </td>
            <td className={classes['role']}>
              {templates.find(({ id }) => id === team.defaultTemplateId)?.name ?? <span className={page['dim']}>{teamsText.noRole}</span>}
            </td>
            <td className={classes['more']}>
              <TeamMenu team={team} leaf={!branches.some((branch) => branch.team.parentId === team.id)} standing={standing} onDo={onDo} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TeamClients({ count }: { count: number }) {
  return (
    <>
      {count.toLocaleString('en-AU')} <span className={classes['unit']}>{teamsText.clientsUnit(count)}</span>
    </>
  );
}

interface TeamMenuProps {
  team: TeamLine;
  /** No team stands below it. */
  leaf: boolean;
  standing: Standing;
  onDo: (doing: Doing) => void;
}

function TeamMenu({ team, leaf, standing, onDo }: TeamMenuProps) {
  const [create, update, remove] = [standing.may('create'), standing.may('update'), standing.may('delete')];
  if (!create && !update && !remove) return null;
  const free = leaf && team.clients === 0;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={teamsText.more(team.name)}>
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {update && (
          <Menu.Item leftSection={<IconUsersGroup size={16} stroke={1.5} />} onClick={() => onDo({ what: 'people', team })}>
            {teamsText.people}
          </Menu.Item>
        )}
        {update && (
          <Menu.Item leftSection={<IconPencil size={16} stroke={1.5} />} onClick={() => onDo({ what: 'edit', team })}>
            {teamsText.edit}
          </Menu.Item>
        )}
        {create && (
          <Menu.Item leftSection={<IconSubtask size={16} stroke={1.5} />} onClick={() => onDo({ what: 'new', parent: team })}>
            {teamsText.sub}
          </Menu.Item>
        )}
        {remove && (
          <Menu.Item
            color="red"
            disabled={!free}
            title={free ? undefined : teamsText.cannotRemove}
            leftSection={<IconTrash size={16} stroke={1.5} />}
            onClick={() => onDo({ what: 'remove', team })}
          >
            {teamsText.remove}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function RemoveTeam({ team: { id, name, memberIds }, onClose }: { team: TeamLine; onClose: () => void }) {
  const fresh = useFreshAccess();
  const remove = useMutation({
    mutationFn: () => accessRequests.removeTeam(id),
    onSuccess: () => toast({ message: teamsText.removed(name) }),
    onError: toastRefused,
    onSettled: () => {
      fresh();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      danger
      title={teamsText.removeTitle(name)}
      confirmLabel={teamsText.removeConfirm}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {teamsText.removeText(memberIds.length)}
    </ConfirmDialog>
  );
}
