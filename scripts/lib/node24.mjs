import { existsSync } from 'node:fs';
import { at } from './paths.mjs';
import { fail, runForeground } from './processes.mjs';

const ENOUGH = [24, 9];

function enough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > ENOUGH[0] || (major === ENOUGH[0] && minor >= ENOUGH[1]);
}

/**
 * Goes on only under Node 24: an older Node runs the same script again with the one that the product installed,
 * and ends with its exit code. Await it before anything else.
 */
export async function needsNode24() {
  if (enough(process.versions.node)) return;
  const pinned = at('node_modules', '.bin', 'node');
  if (!existsSync(pinned) || process.env.IRONBARK_NODE_TRIED === '1') {
    fail(
      `Ironbark runs on Node ${ENOUGH.join('.')} or newer and this is ${process.versions.node}; run it by npm (npm start), which installs the right one.`,
    );
  }
  const env = { ...process.env, IRONBARK_NODE_TRIED: '1' };
  process.exit(await runForeground(pinned, process.argv.slice(1), { env }));
}
