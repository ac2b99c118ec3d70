import { check, type Difference } from './check.js';
import { generate, type Size } from './generate.js';
import type { Ground } from './ground.js';
import { model as rules, type Model } from './model.js';
import { RealPractice } from './practice.js';
import { after, without, type Scenario, type Step } from './world.js';

/** What a run found. */
export interface RunResult {
  decisions: number;
  seed: number;
  /** Null when the database and the model agreed on everything. */
  counterexample: { scenario: Scenario; differences: Difference[] } | null;
}

/** How a run is made. */
export interface RunOptions {
  seed: number;
  decisions: number;
  size: Size;
  model?: Model;
  /** Told about progress now and then. */
  say?: (line: string) => void;
}

/** Steps between two rounds of questions, so that each change bites on the next statement of sessions signed in before. */
const STEPS_A_ROUND = 6;
/** Scenarios tried while a counterexample is made smaller. */
const MOST_TRIES = 150;

/** Makes random practices real and compares until so many decisions were compared, or one differs; that one is made minimal. */
export async function run(ground: Ground, { seed, decisions, size, model = rules, say = () => undefined }: RunOptions): Promise<RunResult> {
  let compared = 0;
  let foreign: string[] = [];
  for (let at = seed; compared < decisions; at++) {
    const scenario = generate(at, size);
    const practice = await RealPractice.make(ground, scenario.world);
    let { world } = scenario;
    for (let done = 0; done <= scenario.steps.length && compared < decisions; done += STEPS_A_ROUND) {
      const { decisions: more, differences } = await check(ground, practice, world, model, foreign);
      compared += more;
      if (differences.length > 0) {
        say(`seed ${at}: ${differences.length} differences after ${done} steps, looking for the smallest case`);
        return {
          decisions: compared,
          seed: at,
          counterexample: await smallest(ground, model, { ...scenario, steps: scenario.steps.slice(0, done) }),
        };
      }
      for (const step of scenario.steps.slice(done, done + STEPS_A_ROUND)) {
        await practice.take(world, step);
        world = after(world, step);
      }
      say(`${compared.toLocaleString('en-AU')} decisions, 0 differences`);
    }
    foreign = scenario.world.clients.map(({ id }) => practice.id(id));
  }
  return { decisions: compared, seed, counterexample: null };
}

/** Leaves out step after step and thing after thing as long as something still differs. */
async function smallest(ground: Ground, model: Model, found: Scenario): Promise<NonNullable<RunResult['counterexample']>> {
  let scenario = found;
  let differences = await differs(ground, model, scenario);
  let tries = 0;
  for (let smaller = true; smaller && tries < MOST_TRIES;) {
    smaller = false;
    for (const candidate of candidates(scenario)) {
      if (++tries > MOST_TRIES) break;
      const still = await differs(ground, model, candidate);
      if (still.length === 0) continue;
      [scenario, differences, smaller] = [candidate, still, true];
      break;
    }
  }
  return { scenario, differences };
}

/** Smaller scenarios, the largest leaps first. The first member stays: a practice needs an owner. */
function* candidates(scenario: Scenario): Generator<Scenario> {
  const { steps, world } = scenario;
  const halves = <T>(all: readonly T[]) => [all.slice(0, all.length >> 1), all.slice(all.length >> 1)];
  if (steps.length > 1) for (const part of halves(steps)) yield { ...scenario, steps: part };
  for (const things of [world.clients, world.members.slice(1), world.teams, world.roles].map((all) => all.map(({ id }) => id))) {
    if (things.length > 2) for (const part of halves(things)) yield part.reduce(without, scenario);
  }
  for (const index of steps.keys()) yield { ...scenario, steps: steps.filter((_step, at) => at !== index) };
  for (const { id } of [...world.clients, ...world.members.slice(1), ...world.teams, ...world.roles]) yield without(scenario, id);
}

async function differs(ground: Ground, model: Model, { world: begun, steps }: Scenario): Promise<Difference[]> {
  const practice = await RealPractice.make(ground, begun);
  let world = begun;
  for (const step of steps) {
    await practice.take(world, step);
    world = after(world, step);
  }
  return (await check(ground, practice, world, model, [])).differences;
}

/** A counterexample in lines that a person can follow. */
export function told({ scenario, differences }: NonNullable<RunResult['counterexample']>): string[] {
  const { world, steps, seed } = scenario;
  return [
    `A smallest case, from seed ${seed}:`,
    ...world.roles.map(({ id, access }) => `  role ${id}: ${JSON.stringify(access)}`),
    ...world.teams.map(({ id, parent, role }) => `  team ${id}, below ${parent ?? 'none'}, role ${role ?? 'none'}`),
    ...world.members.map(
      ({ id, role, teams, base }) => `  member ${id}, ${role}, teams [${teams.join(', ')}], own ${JSON.stringify(base)}`,
    ),
    ...world.clients.map(
      ({ id, team, practitioner, archived, blocked, named }) =>
        `  client ${id}, team ${team ?? 'none'}, practitioner ${practitioner ?? 'none'}${archived ? ', archived' : ''}, kept from [${blocked.join(', ')}]${named ? `, private to [${named.join(', ')}]` : ''}`,
    ),
    ...steps.map((step: Step, index) => `  step ${index + 1}: ${JSON.stringify(step)}`),
    ...differences
      .slice(0, 10)
      .map(
        ({ member, surface, about, database, model: modelled }) =>
          `  ${member} · ${surface} · ${about}: the database says ${database}, the model says ${modelled}`,
      ),
  ];
}
