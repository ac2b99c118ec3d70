import type { FieldError } from '../../../common/errors.js';
import type { ImportDraft } from './csv-row.js';

/** A team or colleague that a row may name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Where a client of an import goes; both ids are within the importing member's reach. */
export interface Placement {
  readonly teamId: string | null;
  readonly practitionerId: string | null;
}

/** What the importing member may do with new clients: the same limits that row security enforces on the insert. */
export interface Reach {
  readonly scope: 'all' | 'team' | 'assigned';
  readonly memberId: string | null;
  readonly teamIds: readonly string[];
}

/**
 * Finds the team and practitioner that a row names, and refuses what the member's scope does not reach, so that the
 * preview says it before the database does. A member who sees one team, or only their own clients, need not name
 * what follows from that: an empty cell is filled in.
 */
export class ImportReferences {
  private readonly teams: ReadonlyMap<string, readonly string[]>;
  private readonly practitioners: ReadonlyMap<string, readonly string[]>;

  constructor(
    teams: readonly Named[],
    practitioners: readonly Named[],
    private readonly reach: Reach,
  ) {
    this.teams = byName(teams);
    this.practitioners = byName(practitioners);
  }

  /** The ids for a row, or what is wrong with the names in it. */
  place({ teamName, practitionerName }: Pick<ImportDraft, 'teamName' | 'practitionerName'>): {
    placement: Placement;
    errors: FieldError[];
  } {
    const errors: FieldError[] = [];
    let teamId = this.find(this.teams, teamName, 'team', 'There is no team of this name. Write it as in your practice settings.', errors);
    let practitionerId = this.find(
      this.practitioners,
      practitionerName,
      'practitioner',
      'No active colleague has this name. Write it as in the list of colleagues.',
      errors,
    );
    const { scope, memberId, teamIds } = this.reach;
    if (scope === 'team') {
      if (teamName === null && teamIds.length === 1) teamId = teamIds[0]!;
      if (teamName === null && teamIds.length !== 1)
        errors.push({ field: 'team', code: 'required', message: 'Name one of your teams: you may only add clients to those.' });
      if (teamId !== null && !teamIds.includes(teamId)) errors.push(outside('team', 'You may only add clients to your own teams.'));
    }
    if (scope === 'assigned') {
      if (practitionerName === null) practitionerId = memberId;
      if (practitionerId !== null && practitionerId !== memberId)
        errors.push(outside('practitioner', 'You may only add clients that are assigned to you.'));
    }
    return { placement: { teamId, practitionerId }, errors };
  }

  private find(
    known: ReadonlyMap<string, readonly string[]>,
    name: string | null,
    field: 'team' | 'practitioner',
    unknown: string,
    errors: FieldError[],
  ): string | null {
    if (name === null) return null;
    const ids = known.get(plain(name)) ?? [];
    if (ids.length === 1) return ids[0]!;
    if (ids.length === 0) errors.push({ field, code: `unknown_${field}`, message: unknown });
    else
      errors.push({
        field,
        code: `ambiguous_${field}`,
        message: 'More than one has this name. Leave it empty and choose after the import.',
      });
    return null;
  }
}

function outside(field: 'team' | 'practitioner', message: string): FieldError {
  return { field, code: 'outside_your_access', message };
}

function byName(all: readonly Named[]): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const { id, name } of all) map.set(plain(name), [...(map.get(plain(name)) ?? []), id]);
  return map;
}

function plain(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase('en-AU');
}
