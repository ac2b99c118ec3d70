import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../../shared/ui/toast.js';
import { beyond, changesBetween, noAccess, sameAccess, together } from '../model.js';
import type { Access, Change } from '../model.js';
import { Arrow, level } from '../parts/change-chip.js';
import { Note } from '../parts/note.js';
import { ScopeChoice } from '../parts/scope-choice.js';
import { SwitchMatrix } from '../parts/switch-matrix.js';
import { toastRefused } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { MemberRecord } from '../requests.js';
import { accessText } from '../text.js';
import { useFreshAccess, useTemplates } from '../use-access.js';
import type { Standing } from '../use-access.js';
import { memberText } from './text.js';
import page from '../parts/page.module.css';
import classes from './member.module.css';

/** A member's own access: how far, which switches; what a change would come to is said before it is saved. */
export function AccessEditor({ member, standing }: { member: MemberRecord; standing: Standing }) {
  const { id, displayName, state, grants } = member;
  const base = grants.find(({ source }) => source === 'manual' || source === 'template');
  const others = grants.filter(({ source }) => source === 'team' || source === 'directory');
  const held: Access = base ?? noAccess();
  const [edited, setEdited] = useState<Access | null>(null);
  const fresh = useFreshAccess();
  const templates = useTemplates().data;
  // The role as it stands, when it still gives what they hold by it.
  const role = templates?.find((template) => base?.source === 'template' && template.id === base.sourceId && sameAccess(template, held));
  const mine = edited ?? held;
  const before: Access = { scope: member.scope, switches: member.switches };
  const changed = edited !== null && !sameAccess(edited, held);

  const save = useMutation({
    mutationFn: (access: Access) => accessRequests.setAccess(id, access),
    onSuccess: () => {
      const undo = async (): Promise<void> => {
        try {
          if (role === undefined) await accessRequests.setAccess(id, { scope: held.scope, switches: held.switches });
          else await accessRequests.apply(role.id, [id], (await accessRequests.preview(role.id, [id])).token);
          toast({ message: memberText.undone(displayName) });
        } catch (problem) {
          toastRefused(problem);
        }
        fresh();
      };
      // What the reader doesn't hold, or what a role no longer gives, could be taken away but not given back.
      const above = beyond(held, standing);
      const back = !above.scope && above.switches.length === 0 && (base?.source !== 'template' || role !== undefined);
      toast({ message: memberText.saved(displayName), ...(back && { undo }) });
      setEdited(null);
      fresh();
    },
    onError: toastRefused,
  });

  if (member.role === 'owner')
    return (
      <section className={page['section']}>
        <h2>{memberText.access}</h2>
        <Note title={memberText.ownerTitle}>{memberText.ownerText}</Note>
        <div className={classes['gap']} />
        <SwitchMatrix switches={member.switches} word={standing.word} />
      </section>
    );
  const mayChange = standing.may('update') && state !== 'removed';
  return (
    <section className={page['section']}>
      <h2>{memberText.access}</h2>
      <p className={page['hint']}>{mayChange ? memberText.accessHint(displayName) : memberText.notYours}</p>
      <h3 className={classes['part']}>{memberText.scope}</h3>
      <ScopeChoice
        across
        value={mine.scope}
        widest={standing.scope}
        disabled={!mayChange}
        onChange={(scope) => setEdited({ ...mine, scope })}
      />
      <p className={classes['walls']}>{accessText.walls}</p>
      <h3 className={classes['part']}>{memberText.switches}</h3>
      <SwitchMatrix
        switches={mine.switches}
        word={standing.word}
        own={standing.switches}
        others={others}
        before={before.switches}
        onChange={mayChange ? (switches) => setEdited({ ...mine, switches }) : undefined}
      />
      {changed && (
        <div className={classes['save']} role="region" aria-label={memberText.save}>
          <ul aria-live="polite">
            <Effect
              changes={changesBetween(before, together([mine, ...others]))}
              after={together([mine, ...others])}
              before={before}
              standing={standing}
            />
            {base?.source === 'template' && <li>{memberText.becomesOwn(base.sourceName ?? '')}</li>}
          </ul>
          <div>
            <Button variant="default" onClick={() => setEdited(null)}>
              {memberText.discard}
            </Button>
            <Button loading={save.isPending} onClick={() => save.mutate(mine)}>
              {memberText.save}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

interface EffectProps {
  changes: readonly Change[];
  before: Access;
  after: Access;
  standing: Standing;
}

function Effect({ changes, before, after, standing }: EffectProps) {
  if (changes.length === 0) return <li>{memberText.nothingInEffect}</li>;
  return changes.map((change) => (
    <li key={change.what} data-direction={change.direction}>
      <Arrow direction={change.direction} />
      <span>
        <b>{change.what === 'scope' ? accessText.scopeLabel : standing.word(change.what)}</b> {level(after, change.what)}
        <small>, was {level(before, change.what)}</small>
      </span>
    </li>
  ));
}
