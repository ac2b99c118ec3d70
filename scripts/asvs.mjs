// npm run asvs: writes docs/asvs.md, the table of ASVS rows with the tests that show each, from titles and written answers.
import { writeFileSync } from 'node:fs';
import { asvsPage, countAsvs, judgeAsvs, readAsvs } from './lib/asvs.mjs';
import { at, root } from './lib/paths.mjs';
import { fail, survivesClosedPipes } from './lib/processes.mjs';

survivesClosedPipes();
const asvs = readAsvs(root);
const judged = judgeAsvs(asvs);
writeFileSync(at('docs/asvs.md'), asvsPage(asvs.source, judged));
const { all, notApplicable } = countAsvs(judged);
process.stdout.write(
  `docs/asvs.md: of ${all.applicable} applicable rows ${all.shown} shown by tests (${all.withDeviation} with a deviation), ${all.documented} documented, ` +
    `${all.deviation} deviations, ${all.notYet} not yet; ${notApplicable} do not apply.\n`,
);
if (judged.problems.length > 0) fail(judged.problems.join('\n'));
