// The ASVS table (docs/asvs.md): which tests show a row, and what is written where none can.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testsIn } from './test-titles.mjs';

const ANSWER_KINDS = { deviation: 'Deviation', documented: 'Documented', not_yet: 'Not yet' };
const TEST_ROOTS = ['src', 'test', 'scripts', 'admin/src'];
const TAG = /\[ASVS\b[^\]]*\]/g;
const GOOD_TAG = /^\[ASVS (\d+\.\d+\.\d+)(?:[-–](\d+\.\d+\.\d+))?\]$/;

/**
 * Everything that the table is made of, read from a checkout. Nothing is run: the tags stand in the titles.
 *
 * @param {string} root
 */
export function readAsvs(root) {
  const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const { source, rows, otherChapters } = json('docs/asvs5-rows.json');
  const files = TEST_ROOTS.flatMap((folder) => specs(root, folder)).sort((a, b) => (a < b ? -1 : 1));
  return {
    source,
    rows,
    otherChapters,
    answers: json('docs/asvs-answers.json'),
    tests: files.flatMap((file) => testsIn(file, readFileSync(join(root, file), 'utf8'))),
    headings: (file) => (existsSync(join(root, file)) ? headingsOf(readFileSync(join(root, file), 'utf8')) : undefined),
  };
}

function specs(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.spec\.(ts|mjs)$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    );
}

/** Anchors of a Markdown page's headings, as Git hosts make them. */
function headingsOf(text) {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) =>
    title
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/**
 * The rows that a title is tagged with, each once; a range names every row between in its section.
 *
 * @returns {{ ids: string[], wrong: string[] }} what is no tag, or names no row, stands in `wrong`
 */
export function rowsTagged(title, known) {
  const found = { ids: new Set(), wrong: [] };
  for (const [tag] of title.matchAll(TAG)) {
    const [, from, to = from] = GOOD_TAG.exec(tag) ?? [];
    const ids = from === undefined ? [] : between(from, to);
    if (ids.length === 0 || !ids.every((id) => known.has(id))) found.wrong.push(tag);
    else for (const id of ids) found.ids.add(id);
  }
  return { ids: [...found.ids], wrong: found.wrong };
}

function between(from, to) {
  const [section, last] = [from.replace(/\d+$/, ''), Number(to.split('.').at(-1))];
  if (!to.startsWith(section) || to.split('.').length !== 3) return [];
  const first = Number(from.split('.').at(-1));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_none, index) => `${section}${first + index}`);
}

/** Each row with the tests that show it and what is written of it; and everything that is wrong, one sentence each. */
export function judgeAsvs({ rows, otherChapters, answers, tests, headings }) {
  const known = new Set([...rows.map(({ id }) => id), ...otherChapters]);
  const problems = [];
  const showing = new Map();
  for (const test of tests) {
    const { ids, wrong } = rowsTagged(test.title, known);
    for (const tag of wrong) problems.push(`${test.file}: ${tag} names no row: “${test.title}”.`);
    for (const id of ids) showing.set(id, [...(showing.get(id) ?? []), test]);
  }
  const judged = rows.map((row) => ({ ...row, tests: showing.get(row.id) ?? [], answer: answers[row.id] }));
  for (const row of judged) problems.push(...problemsOf(row, headings));
  for (const id of Object.keys(answers)) if (!rows.some((row) => row.id === id)) problems.push(`The answer ${id} is to no row.`);
  const others = otherChapters.filter((id) => showing.has(id)).map((id) => ({ id, tests: showing.get(id) }));
  return { rows: judged, others, problems };
}

function problemsOf({ id, applies, reason, tests, answer }, headings) {
  const problems = [];
  if (!applies && !reason) problems.push(`${id} does not apply and nobody says why.`);
  if (tests.length === 0 && !answer)
    problems.push(applies ? `${id} has no test and no answer.` : `${id} does not apply, and no test would notice that it does.`);
  if (!answer) return problems;
  if (!(answer.kind in ANSWER_KINDS)) problems.push(`The answer to ${id} is of no known kind.`);
  if (!(answer.text?.length > 10)) problems.push(`The answer to ${id} says nothing.`);
  if (answer.kind === 'not_yet' && tests.length > 0) problems.push(`${id} is shown by a test, so its answer cannot be “not yet”.`);
  if (answer.kind !== 'not_yet' && !pointerHolds(answer.pointer, headings))
    problems.push(`The answer to ${id} points to ${answer.pointer}, which is not there.`);
  return problems;
}

function pointerHolds(pointer, headings) {
  if (typeof pointer !== 'string') return false;
  const [file, anchor] = pointer.split('#');
  const found = headings(file);
  return found !== undefined && (anchor === undefined || found.includes(anchor));
}

/** How many rows are answered how. A row with a test counts as shown, whatever is written beside it. */
export function countAsvs({ rows }) {
  const count = (of, test) => of.filter(test).length;
  const tally = (of) => ({
    applicable: of.length,
    shown: count(of, ({ tests }) => tests.length > 0),
    documented: count(of, ({ tests, answer }) => tests.length === 0 && answer?.kind === 'documented'),
    deviation: count(of, ({ tests, answer }) => tests.length === 0 && answer?.kind === 'deviation'),
    notYet: count(of, ({ answer }) => answer?.kind === 'not_yet'),
    withDeviation: count(of, ({ tests, answer }) => tests.length > 0 && answer?.kind === 'deviation'),
  });
  const applicable = rows.filter(({ applies }) => applies);
  return {
    all: tally(applicable),
    levels: [1, 2, 3].map((level) => ({ level, ...tally(applicable.filter((row) => row.level === level)) })),
    notApplicable: rows.length - applicable.length,
  };
}

/** The page, ending with the counts. */
export function asvsPage(source, judged) {
  const lines = [
    '# ASVS 5.0, chapters 6 to 10: each row and what answers it',
    '',
    `<!-- Written by "npm run asvs" from test titles, docs/asvs5-rows.json and docs/asvs-answers.json. Do not edit. -->`,
    '',
    source,
    '',
    'A test shows a row when its title carries the row in brackets, as in `[ASVS 7.3.2]`. Where no test can, or where we depart from',
    'the text, the answer is written, with the place that says more.',
  ];
  let section = '';
  for (const row of judged.rows) {
    if (row.section !== section) {
      section = row.section;
      lines.push('', `## ${section}`, '', '| Row | Level | Requirement | Answer |', '| --- | --- | --- | --- |');
    }
    lines.push(`| ${row.id} | ${row.level} | ${escaped(row.paraphrase)} | ${cell(row)} |`);
  }
  if (judged.others.length > 0) {
    lines.push('', '## Rows of other chapters that tests show', '', '| Row | Tests |', '| --- | --- |');
    for (const { id, tests } of judged.others) lines.push(`| ${id} | ${listOf(tests)} |`);
  }
  return `${[...lines, '', '## Counts', '', ...counted(countAsvs(judged))].join('\n')}\n`;
}

function cell({ applies, reason, tests, answer }) {
  const parts = [];
  if (!applies) parts.push(`Does not apply: ${escaped(reason)}.${tests.length > 0 ? ' Would be noticed by:' : ''}`);
  if (tests.length > 0) parts.push(listOf(tests));
  if (answer) parts.push(`**${ANSWER_KINDS[answer.kind]}.** ${escaped(answer.text)}${placeOf(answer.pointer)}`);
  return parts.join('<br>');
}

function listOf(tests) {
  const titles = new Map();
  for (const { file, title } of tests) titles.set(file, [...(titles.get(file) ?? []), untagged(title)]);
  return [...titles].map(([file, all]) => `[${file}](../${file}): ${all.map((title) => `“${escaped(title)}”`).join('; ')}`).join('<br>');
}

function placeOf(pointer) {
  return pointer === undefined ? '' : ` ([${pointer.replace(/^docs\//, '')}](${pointer.replace(/^docs\//, '')}))`;
}

const untagged = (title) => title.replaceAll(/\[(ASVS [^\]]*|[IMF]-\d{2})\]\s*/g, '').trim();
const escaped = (text) => text.replaceAll(/[\\|<>*_`[\]]/g, String.raw`\$&`).replaceAll('\n', ' ');

function counted({ all, levels, notApplicable }) {
  const line = (name, { applicable, shown, withDeviation, documented, deviation, notYet }) =>
    `| ${[name, applicable, shown, withDeviation, documented, deviation, notYet].join(' | ')} |`;
  return [
    '| | applicable | shown by tests | of these with a deviation | documented | deviation | not yet |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...levels.map(({ level, ...rest }) => line(`Level ${level}`, rest)),
    line('All', all),
    '',
    `${notApplicable} rows do not apply; each says why, and a test would notice when that changes.`,
  ];
}
