import { Button, Modal, SegmentedControl } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ago, dateIn, day, dayTime } from '../../../shared/text/dates.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { Status } from '../../../shared/ui/status.js';
import { toast } from '../../../shared/ui/toast.js';
import { keyProblem } from '../keys/requests.js';
import { ShownKey } from '../keys/shown-key.js';
import { Note } from '../parts/note.js';
import { toastRefused } from '../problems.js';
import { directoryKey, directoryRequests } from './requests.js';
import type { DirectoryToken } from './requests.js';
import { directoryText as words } from './text.js';
import form from '../parts/form.module.css';
import classes from './directory.module.css';

const DAY_MS = 86_400_000;
const LIVES = ['90', '180', '365'] as const;
const KINDS = { live: 'current', expired: 'archived', ended: 'archived' } as const;
const lower = (text: string): string => text.replace(/^[TY]/, (letter) => letter.toLowerCase());

/** The directory's tokens: made, shown once, ended. */
export function Tokens({ tokens, changes }: { tokens: readonly DirectoryToken[]; changes: boolean }) {
  const cache = useQueryClient();
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<DirectoryToken | null>(null);
  const fresh = (): void => void cache.invalidateQueries({ queryKey: directoryKey });
  const live = tokens.filter(({ state }) => state === 'live');
  const make = changes && (
    <Button size="xs" variant={tokens.length === 0 ? 'filled' : 'default'} disabled={live.length >= 2} onClick={() => setMaking(true)}>
      {words.newToken}
    </Button>
  );
  return (
    <section aria-labelledby="directory-tokens">
      <div className={classes['head']}>
        <h2 id="directory-tokens">{words.tokens}</h2>
        {tokens.length > 0 && make}
      </div>
      <p className={classes['hint']}>{words.tokensHint}</p>
      {tokens.length === 0 ? (
        <EmptyState title={words.noTokens} action={make}>
          {words.noTokensHint}
        </EmptyState>
      ) : (
        <ul className={classes['list']}>
          {tokens.map((token) => (
            <li key={token.id}>
              <div>
                <Status kind={KINDS[token.state]}>{words.states[token.state]}</Status>
                <small>
                  {words.made} {lower(dayTime(token.madeAt))},{' '}
                  {token.usedAt === null ? words.neverUsed : words.used(lower(ago(token.usedAt)))},{' '}
                  {words.until(day(dateIn(token.expiresAt)))}
                </small>
              </div>
              {changes && token.state === 'live' && (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={words.endNamed(lower(dayTime(token.madeAt)))}
                  onClick={() => setEnding(token)}
                >
                  {words.end}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {making && <TokenDialog onMade={fresh} onClose={() => setMaking(false)} />}
      {ending && <EndDialog token={ending} last={live.length === 1} onDone={fresh} onClose={() => setEnding(null)} />}
    </section>
  );
}

function TokenDialog({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const lifeId = useId();
  const [life, setLife] = useState<(typeof LIVES)[number]>('180');
  const issue = useMutation({
    mutationFn: () => directoryRequests.issue(new Date(Date.now() + Number(life) * DAY_MS).toISOString()),
    // The token lives on the screen alone.
    gcTime: 0,
    onSuccess: onMade,
  });
  if (issue.data)
    return <ShownKey value={issue.data.token} title={words.tokenShown} label={words.token} use={words.tokenUse} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title={words.tokenTitle} size={460}>
      <div className={form['form']}>
        <fieldset className={form['group']}>
          <legend id={lifeId}>{words.life}</legend>
          <SegmentedControl
            data-autofocus
            aria-labelledby={lifeId}
            value={life}
            onChange={(next) => setLife(LIVES.find((each) => each === next) ?? life)}
            data={LIVES.map((value) => ({ value, label: words.lives[value] }))}
          />
        </fieldset>
        {issue.isError && (
          <Note tone="danger" live>
            {keyProblem(issue.error)}
          </Note>
        )}
        <div className={form['buttons']}>
          <Button loading={issue.isPending} onClick={() => issue.mutate()}>
            {words.create}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

interface EndDialogProps {
  token: DirectoryToken;
  last: boolean;
  onDone: () => void;
  onClose: () => void;
}

function EndDialog({ token, last, onDone, onClose }: EndDialogProps) {
  const end = useMutation({
    mutationFn: () => directoryRequests.end(token.id),
    onSuccess: () => toast({ message: words.ended }),
    onError: toastRefused,
    onSettled: () => {
      onDone();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      danger
      title={words.endTitle}
      confirmLabel={words.endConfirm}
      busy={end.isPending}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      {words.endText} {last && words.endLast}
    </ConfirmDialog>
  );
}
