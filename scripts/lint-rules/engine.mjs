import ts from 'typescript';

/**
 * A finding of a house rule.
 * @typedef {{ rule: string, file: string, line: number, message: string }} Finding
 *
 * A rule: a name, which files it reads, and a check that gets each file once.
 * @typedef {{ name: string, appliesTo: (file: string) => boolean, check: (source: ts.SourceFile, report: (node: ts.Node | number, message: string) => void) => void }} Rule
 */

// An exception carries its reason: `lint-allow no-string-sql: the table name comes from the catalogue`.
const ALLOW = /lint-allow\s+([a-z-]+):\s*(\S.{9,})/;

/** Lines (0-based) on which a rule is allowed to be broken: the comment's own line and the one below its last. */
function allowances(text) {
  const allowed = new Map();
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    const found = ALLOW.exec(line);
    if (found === null) return;
    let last = index;
    while (/^\s*(\/\/|\*|\/\*)/.test(lines[last] ?? '')) last += 1;
    for (const at of [index, last]) allowed.set(`${found[1]}:${at}`, true);
  });
  return allowed;
}

/**
 * Runs rules over one file.
 * @param {string} file path from the root of the checkout, with forward slashes
 * @param {string} text
 * @param {Rule[]} rules
 * @returns {Finding[]}
 */
export function checkFile(file, text, rules) {
  const mine = rules.filter((rule) => rule.appliesTo(file));
  if (mine.length === 0) return [];
  const kind = file.endsWith('.tsx') ? ts.ScriptKind.TSX : file.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, kind);
  const allowed = allowances(text);
  const findings = [];
  for (const rule of mine) {
    rule.check(source, (where, message) => {
      const line = typeof where === 'number' ? where : source.getLineAndCharacterOfPosition(where.getStart(source)).line;
      if (!allowed.has(`${rule.name}:${line}`)) findings.push({ rule: rule.name, file, line: line + 1, message });
    });
  }
  return findings;
}

/** Visits every node of a file. */
export function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** Name of the method that a call calls (`a.b.c()` gives `c`), or ''. */
export function calledMethod(node) {
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
}

/** Server source that people write: not tests, not the browser's part. */
export const isServerSource = (file) => /^src\/.*\.ts$/.test(file) && !/\.spec\.ts$/.test(file);

/** Where rows are read and written. */
export const isPersistence = (file) => /\/persistence\//.test(file) || /^src\/common\/(database|events|jobs)\//.test(file);
