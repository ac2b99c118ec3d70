import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { MarksKey } from '../parts/module-marks.js';
import { Note } from '../parts/note.js';
import { TeamHead } from '../parts/team-head.js';
import { useAccessMembers, useStanding } from '../use-access.js';
import { AccountDialog } from './account-dialog.js';
import { KeyDialog } from './key-dialog.js';
import { RemoveAccount, RevokeKey } from './ending-dialogs.js';
import type { Key, Service } from './requests.js';
import { useServices } from './requests.js';
import { ServiceCard } from './service-card.js';
import { keysText } from './text.js';
import page from '../parts/page.module.css';
import classes from './keys.module.css';

/** What is being done: an account made or removed, a key made or revoked. */
export type Doing =
  | { what: 'account' }
  | { what: 'remove'; service: Service }
  | { what: 'key'; service: Service }
  | { what: 'revoke'; service: Service; key: Key };

/** The programs that act in the practice, what each may do, and the keys they enter with. */
export default function KeysPage() {
  const services = useServices();
  const members = useAccessMembers();
  const standing = useStanding();
  const [doing, setDoing] = useState<Doing | null>(null);
  const slow = useSlow(services.isPending);
  const close = (): void => setDoing(null);
  const all = services.data;
  const newAccount = standing?.may('create') === true && (
    <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setDoing({ what: 'account' })}>
      {keysText.newAccount}
    </Button>
  );
  return (
    <div className={page['page']}>
      <TeamHead tab="keys" lead={keysText.lead} action={newAccount} />
      {slow && <SkeletonRows rows={6} columns={4} />}
      {services.isError && all === undefined && (
        <ErrorState title={keysText.failed} error={services.error} retry={() => void services.refetch()} />
      )}
      {all?.length === 0 && <EmptyState title={keysText.none}>{keysText.noneHint}</EmptyState>}
      {all !== undefined && all.length > 0 && standing !== null && (
        <>
          <ul className={classes['cards']}>
            {all.map((service) => (
              <ServiceCard
                key={service.id}
                service={service}
                member={members.isError ? null : members.data?.find(({ id }) => id === service.id)}
                standing={standing}
                onDo={setDoing}
              />
            ))}
          </ul>
          <MarksKey />
          <div className={classes['rotation']}>
            <Note title={keysText.rotation}>{keysText.rotationText}</Note>
          </div>
        </>
      )}
      {doing?.what === 'account' && <AccountDialog onClose={close} />}
      {doing?.what === 'key' && (
        <KeyDialog
          service={doing.service}
          idle={members.data?.find(({ id }) => id === doing.service.id)?.grants.length === 0}
          onClose={close}
        />
      )}
      {doing?.what === 'revoke' && <RevokeKey service={doing.service} line={doing.key} onClose={close} />}
      {doing?.what === 'remove' && <RemoveAccount service={doing.service} onClose={close} />}
    </div>
  );
}
