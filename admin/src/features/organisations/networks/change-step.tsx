import { Button } from '@mantine/core';
import { dayTime } from '../../../shared/text/dates.js';
import { Consequence } from '../../../shared/ui/consequence.js';
import { stateInWords } from './networks-state.js';
import type { NetworkMode, NetworkPreview, Networks, Outside } from './requests.js';
import { networksText as words } from './text.js';
import classes from './networks.module.css';

/** So many people are named before it is said how many more there are. */
const NAMED = 8;

interface ChangeStepProps {
  saved: Networks;
  mode: NetworkMode;
  size: number;
  preview: NetworkPreview;
  busy: boolean;
  onAddAddress: (line: Outside) => void;
  onConfirm: (lockOut: boolean) => void;
  onCancel: () => void;
}

/** What a list would do, said before it is done: to whom of those seen lately, and to whoever saves it. */
export function ChangeStep({ saved, mode, size, preview, busy, onAddAddress, onConfirm, onCancel }: ChangeStepProps) {
  const locksOut = mode === 'enforced' && !preview.coversYou;
  const affected = new Set(preview.outside.map(({ memberId, keyId }) => keyId ?? memberId)).size;
  return (
    <Consequence
      danger={locksOut || (mode === 'enforced' && affected > 0)}
      title={mode === 'off' ? words.consequence.off : words.consequence[mode](size)}
      now={words.nowIs(stateInWords(saved))}
      changes={[
        { text: words.effects[mode] },
        ...(mode === 'off' ? [] : seenLately(preview, affected)),
        ...(mode === 'off' ? [] : named(preview.outside, onAddAddress)),
        ...(mode === 'enforced' ? [{ text: yourself(preview, locksOut) }] : []),
      ]}
      confirmLabel={locksOut ? words.lockOut : mode === 'enforced' ? words.confirm.enforced(size) : words.confirm[mode]}
      busy={busy}
      onConfirm={() => onConfirm(locksOut)}
      onCancel={onCancel}
    />
  );
}

function seenLately({ days, seen, outside }: NetworkPreview, affected: number) {
  if (seen === 0) return [{ text: words.nobodySeen(days) }];
  const found = outside.length === 0 ? { text: words.allInside(days, seen) } : { count: affected, text: words.someOutside(days, seen) };
  return [found, { text: words.compared }];
}

function named(outside: readonly Outside[], onAddAddress: (line: Outside) => void) {
  const lines = outside.slice(0, NAMED).map((line) => ({
    text: (
      <span className={classes['outside']}>
        <b>{line.name === '' ? words.somebody : line.name}</b>
        <span>
          {line.address}, {dayTime(line.lastAt)}
        </span>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={words.addAddressOf(line.address, line.name)}
          onClick={() => onAddAddress(line)}
        >
          {words.addAddress}
        </Button>
      </span>
    ),
  }));
  const more = outside.length - lines.length;
  return more > 0 ? [...lines, { text: words.more(more) }] : lines;
}

function yourself({ yourAddress }: NetworkPreview, locksOut: boolean) {
  if (!locksOut && yourAddress !== null) return words.yourselfFine(yourAddress);
  return <b>{words.yourself(yourAddress)}</b>;
}
