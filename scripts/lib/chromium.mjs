import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/snap/bin/chromium',
];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of a Chromium for the browser tests (CHROMIUM_PATH wins), or null. */
export function findChromium() {
  const wished = process.env.CHROMIUM_PATH;
  if (wished) return isProgram(wished) ? wished : null;
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/usr/local/bin');
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...FIXED].find(isProgram) ?? null;
}

/** How to get one, in one sentence. */
export const CHROMIUM_ADVICE =
  'The browser tests need a Chromium: run "apt-get install --no-install-recommends chromium" (Debian, Ubuntu), install Chrome, or set CHROMIUM_PATH to one.';
