import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root folder of the checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the checkout. */
export const at = (...parts) => join(root, ...parts);

/** Kept between runs, thrown away with node_modules. */
export const cacheDir = at('node_modules', '.cache', 'ironbark');
