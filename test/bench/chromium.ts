import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './product.js';

/** The Chromium that browser tests use too, or null. */
export function chromiumPath(): string | null {
  const finder = pathToFileURL(join(ROOT, 'scripts', 'lib', 'chromium.mjs')).href;
  const code = `import(${JSON.stringify(finder)}).then(({ findChromium }) => process.stdout.write(findChromium() ?? ''))`;
  return execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }) || null;
}
