import { IconArrowNarrowLeft, IconArrowNarrowRight, IconBolt, IconUsersGroup } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Arrow, ChangeChip, level } from '../parts/change-chip.js';
import { accessText, names } from '../text.js';
import type { Standing } from '../use-access.js';
import { applyText } from './text.js';
import { columnsOf, countsOf, doorsOf, reachOf } from './what-changes.js';
import type { Outcome } from './what-changes.js';
import classes from './apply.module.css';

/** What a role would change: in sum, member by member, and in sentences. */
export function PreviewView({ outcomes, standing }: { outcomes: readonly Outcome[]; standing: Standing }) {
  const counts = countsOf(outcomes);
  const columns = columnsOf(outcomes);
  const head = (what: (typeof columns)[number]): string => (what === 'scope' ? accessText.scopeLabel : standing.word(what));
  return (
    <>
      <div className={classes['sum']}>
        <div data-direction="up">
          <b>
            <Arrow direction="up" /> {applyText.gained(counts.gained)}
          </b>
          <span>{counts.gainers === 0 ? applyText.byNobody : applyText.by(counts.gainers)}</span>
        </div>
        <div data-direction="down">
          <b>
            <Arrow direction="down" /> {applyText.lost(counts.lost)}
          </b>
          <span>{counts.losers === 0 ? applyText.byNobody : applyText.by(counts.losers)}</span>
        </div>
        <div>
          <b>{applyText.same(counts.same.length)}</b>
          <span>{applyText.sameWho(counts.same)}</span>
        </div>
      </div>
      {columns.length > 0 && (
        <>
          <div className={classes['scroll']} role="region" aria-label={applyText.caption} tabIndex={0}>
            <table className={classes['changes']}>
              <caption className={classes['hidden']}>{applyText.caption}</caption>
              <thead>
                <tr>
                  <th scope="col">{applyText.member}</th>
                  {columns.map((what) => (
                    <th key={what} scope="col">
                      {head(what)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {outcomes.map(({ member, before, after, changes }) => (
                  <tr key={member.id} data-none={changes.length === 0 || undefined}>
                    <th scope="row">{member.displayName}</th>
                    {columns.map((what) => {
                      const change = changes.find((each) => each.what === what);
                      return (
                        <td key={what} data-head={head(what)} data-same={change === undefined || undefined}>
                          {change === undefined ? level(after, what) : <ChangeChip change={change} before={before} after={after} />}
                        </td>
                      );
                    })}
                    {changes.length === 0 && <td className={classes['none']}>{applyText.nothing}</td>}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className={classes['hint']}>{applyText.hiddenColumns}</p>
        </>
      )}
      <Meaning outcomes={outcomes} standing={standing} />
    </>
  );
}

function Meaning({ outcomes, standing }: { outcomes: readonly Outcome[]; standing: Standing }) {
  const scopes = { all: 'all clients', team: 'their teams’ clients', assigned: 'clients assigned to them' };
  const throughTeams = outcomes.some(({ member }) => member.grants.some(({ source }) => source === 'team'));
  return (
    <>
      <h2 className={classes['meansTitle']}>{applyText.means}</h2>
      <ul className={classes['means']}>
        {reachOf(outcomes).flatMap(({ scope, wider, narrower }) => [
          ...(narrower.length > 0
            ? [
                <Sentence key={`${scope}-n`} direction="down">
                  {applyText.narrower(narrower, scopes[scope])}
                </Sentence>,
              ]
            : []),
          ...(wider.length > 0
            ? [
                <Sentence key={`${scope}-w`} direction="up">
                  {applyText.wider(wider, scopes[scope])}
                </Sentence>,
              ]
            : []),
        ])}
        {doorsOf(outcomes).map(({ direction, who, modules }) => (
          <Sentence key={`${direction}${modules.join('')}`} direction={direction}>
            {(direction === 'up' ? applyText.opens : applyText.closes)(who, names(modules.map(standing.word), 10))}
          </Sentence>
        ))}
        {throughTeams && (
          <li>
            <IconUsersGroup size={16} stroke={1.6} aria-hidden />
            <span>{applyText.teamsStay}</span>
          </li>
        )}
        <li>
          <IconBolt size={16} stroke={1.6} aria-hidden />
          <span>{applyText.atOnce}</span>
        </li>
      </ul>
    </>
  );
}

function Sentence({ direction, children }: { direction: 'up' | 'down'; children: ReactNode }) {
  const Icon = direction === 'up' ? IconArrowNarrowRight : IconArrowNarrowLeft;
  return (
    <li data-direction={direction}>
      <Icon size={16} stroke={1.8} aria-hidden />
      <span>{children}</span>
    </li>
  );
}
