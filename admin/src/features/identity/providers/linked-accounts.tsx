import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '../../../shared/api/query.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { dateIn, day, dayTime } from '../../../shared/text/dates.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { toast } from '../../../shared/ui/toast.js';
import { PROVIDER_ICONS } from './provider-buttons.js';
import { linkedKey, providerRequests, setOutPath, useLinkedAccounts } from './requests.js';
import type { LinkedAccount, LinkedAccounts as Linked } from './requests.js';
import { providerText as words } from './text.js';
import door from '../door.module.css';
import classes from '../factors/section.module.css';

/** One’s own linked accounts; not there where no provider is set up and nothing is linked. */
export function LinkedAccounts() {
  const cache = useQueryClient();
  const linked = useLinkedAccounts();
  const [leaving, setLeaving] = useState<LinkedAccount | null>(null);
  const { data } = linked;
  const fresh = (): void => {
    void cache.invalidateQueries({ queryKey: linkedKey });
    void cache.invalidateQueries({ queryKey: keys.signIns });
  };
  if (linked.isError && data === undefined)
    return <ErrorState error={linked.error} title={words.failed} retry={() => void linked.refetch()} />;
  if (data === undefined || (data.available.length === 0 && data.items.length === 0)) return null;
  const addable = data.available.filter((provider) => data.items.every((item) => item.provider !== provider));
  return (
    <section aria-labelledby="linked-accounts" className={classes['section']}>
      <div className={classes['head']}>
        <div>
          <h2 id="linked-accounts">{words.title}</h2>
          <p>{words.lead}</p>
        </div>
        <div className={classes['adding']}>
          {addable.map((provider) => (
            <Button
              key={provider}
              component="a"
              href={setOutPath(provider, 'link')}
              size="xs"
              variant="default"
              leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />}
            >
              {words.link(words.name[provider])}
            </Button>
          ))}
        </div>
      </div>
      {data.items.length === 0 ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <ul className={classes['list']}>
          {data.items.map((item) => (
            <LinkedLine key={item.id} item={item} onUnlink={() => setLeaving(item)} />
          ))}
        </ul>
      )}
      {leaving && <UnlinkDialog item={leaving} onDone={fresh} onClose={() => setLeaving(null)} />}
      {data.waiting && <LinkDialog waiting={data.waiting} onDone={fresh} />}
    </section>
  );
}

function LinkedLine({ item, onUnlink }: { item: LinkedAccount; onUnlink: () => void }) {
  const { provider, email, createdAt, lastUsedAt } = item;
  const Icon = PROVIDER_ICONS[provider];
  const account = words.account[provider];
  return (
    <li>
      <Icon size={20} stroke={1.5} aria-hidden />
      <div>
        <b>{email ?? account}</b>
        <small>
          {email !== null && <span>{account}</span>}
          <span>{words.linkedOn(day(dateIn(createdAt)))}</span>
          <span>
            {lastUsedAt === null ? words.neverUsed : words.used(dayTime(lastUsedAt).replace(/^[TY]/, (letter) => letter.toLowerCase()))}
          </span>
        </small>
      </div>
      <Button size="xs" variant="default" aria-label={words.unlinkNamed(email ?? account)} onClick={onUnlink}>
        {words.unlink}
      </Button>
    </li>
  );
}

function UnlinkDialog({ item, onDone, onClose }: { item: LinkedAccount; onDone: () => void; onClose: () => void }) {
  const unlink = useMutation({
    mutationFn: () => providerRequests.unlink(item.id),
    onSuccess: () => {
      toast({ message: words.unlinked });
      onDone();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      danger
      title={words.unlinkTitle(words.account[item.provider])}
      confirmLabel={words.unlink}
      busy={unlink.isPending}
      onConfirm={() => unlink.mutate()}
      onClose={onClose}
    >
      {words.unlinkText(words.name[item.provider])}
      <Refusal error={unlink.error} />
    </ConfirmDialog>
  );
}

/** Asks before what this browser came back with is linked: somebody else may have set out from it. */
function LinkDialog({ waiting, onDone }: { waiting: NonNullable<Linked['waiting']>; onDone: () => void }) {
  const account = words.account[waiting.provider];
  const link = useMutation({
    mutationFn: providerRequests.link,
    onSuccess: () => {
      toast({ message: words.linked(account) });
      onDone();
    },
  });
  const dismiss = useMutation({ mutationFn: providerRequests.dismiss, onSettled: onDone });
  return (
    <ConfirmDialog
      opened
      title={words.linkTitle(account)}
      confirmLabel={words.linkConfirm}
      cancelLabel={words.notNow}
      busy={link.isPending}
      onConfirm={() => link.mutate()}
      onClose={() => dismiss.mutate()}
    >
      {words.linkText(waiting.email, words.name[waiting.provider])}
      <Refusal error={link.error} />
    </ConfirmDialog>
  );
}

function Refusal({ error }: { error: unknown }) {
  if (error === null) return null;
  return (
    <p className={door['problem']} role="alert">
      {problemSentence(error)}
    </p>
  );
}
