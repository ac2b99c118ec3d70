// Stores an object in files and dies by kill -9 at one of its system calls. Run by kill-store.attack.spec.ts as
// `node killed-store.mjs <data folder> <key> <act> <call> <before|during|after>`; it writes what the store acknowledged, a JSON value a line.
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const [, , folder, key, act, stopAt, where] = process.argv;
const FUNCTIONS = ['mkdir', 'open', 'rename', 'stat', 'unlink', 'readdir'];
const METHODS = ['write', 'datasync', 'sync', 'truncate', 'close'];
let calls = 0;
let counting = false;

/** The same call, and the end of this process around the one that it is meant for. */
function deadly(call) {
  return async function (...given) {
    if (!counting || ++calls !== Number(stopAt)) return call.apply(this, given);
    if (where === 'before') die();
    const made = call.apply(this, given);
    if (where === 'after') await made;
    return die();
  };
}

const die = () => process.kill(process.pid, 'SIGKILL');
const say = (value) => fs.writeSync(1, `${JSON.stringify(value)}\n`);

const handle = await promises.open(import.meta.filename);
const prototype = Object.getPrototypeOf(handle);
await handle.close();
for (const name of METHODS) prototype[name] = deadly(prototype[name]);
for (const name of FUNCTIONS) promises[name] = deadly(promises[name]);
syncBuiltinESMExports();

const { FileObjectStore } = await import('../../dist/src/common/object-store/file-object-store.js');
const store = new FileObjectStore(folder);
const PARTS = [70_000, 30_000].map((length, index) => Buffer.alloc(length, index + 1));
counting = act === 'store';
const upload = { key, id: await store.begin(key) };
say(upload.id);
const parts = [];
let offset = 0;
for (const [index, bytes] of PARTS.entries()) {
  const number = index + 1;
  parts.push({ number, tag: await store.putPart(upload, { number, offset, bytes }), bytes: bytes.length });
  offset += bytes.length;
  say(parts.at(-1));
}
await store.complete(upload, parts);
say('complete');
counting = act === 'remove';
if (act === 'remove') await store.remove(key);
say(calls);
