import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin, Rollup } from 'vite';

const api = 'http://localhost:3000';
const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/** The first file, which must stay small, and what it starts: everything that stands when the app is first drawn. */
const BOOT = source('app/boot.ts');
const FRAME = source('app/main.tsx');

interface Graph {
  getModuleInfo(id: string): { code: string | null; importedIds: readonly string[] } | null;
}

/** Files that only hand on a library's parts: whoever takes one name from them does not take them all. */
const BARREL = /\/node_modules\/(@mantine\/core|@mantine\/hooks|@tabler\/icons-react)\/(?:dist\/)?esm\/(?:index|tabler-icons-react)\.mjs$/;

function namesTaken(code: string, library: string): string[] {
  const lists = [...code.matchAll(/import\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g)].filter(([, , from]) => from === library);
  return lists.flatMap(([, names]) => names!.split(',').map((name) => name.trim().split(/\s/)[0]!));
}

function sourceOf(name: string, barrel: string): string | undefined {
  const handed = new RegExp(String.raw`\{[^}]*\b${name}\b[^}]*\}\s*from\s*["'](\.[^"']+)["']`).exec(barrel);
  return handed?.[1];
}

/** Every module that a module needs before it can run, itself included. */
function neededBy(entry: string, graph: Graph): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    const { code, importedIds = [] } = graph.getModuleInfo(id) ?? {};
    for (const next of importedIds) {
      const library = BARREL.exec(next)?.[1];
      if (library === undefined) visit(next);
      else {
        const barrel = graph.getModuleInfo(next)?.code ?? '';
        const sources = namesTaken(code ?? '', library).map((name) => sourceOf(name, barrel));
        for (const source of sources) if (source !== undefined) visit(join(dirname(next), source));
      }
    }
  };
  visit(entry);
  return found;
}

/** One file for the frame, instead of one for every set of screens that share something: on a phone each file costs. */
function frameGroup(): (id: string, graph: Graph) => string | null {
  let frame: ReadonlySet<string> | undefined;
  return (id, graph) => {
    frame ??= neededBy(FRAME, graph).difference(neededBy(BOOT, graph));
    return frame.has(id) ? 'frame' : null;
  };
}

/** Names in the page what the first screen needs beyond its first file, so that all of it is fetched at once. */
function preloads(): Plugin {
  return {
    name: 'ironbark:preloads',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const files = Object.values(bundle);
        const frame = files.find((file): file is Rollup.OutputChunk => file.type === 'chunk' && file.name === 'frame');
        const runtime = files.find((file): file is Rollup.OutputChunk => file.type === 'chunk' && file.name === 'rolldown-runtime');
        const font = files.find((file) => /hanken-grotesk-latin-wght-normal.*\.woff2$/.test(file.fileName));
        if (frame === undefined || font === undefined) throw new Error('The build has no frame, or no font');
        const link = (attrs: Record<string, string | boolean>) => ({
          tag: 'link',
          attrs: { ...attrs, crossorigin: true },
          injectTo: 'head' as const,
        });
        return [
          // As a script of its own the browser compiles it while it comes in, which it does not for a preload.
          { tag: 'script', attrs: { type: 'module', crossorigin: true, src: `/${frame.fileName}` }, injectTo: 'head' as const },
          ...(runtime ? [link({ rel: 'modulepreload', href: `/${runtime.fileName}` })] : []),
          link({ rel: 'preload', as: 'font', type: 'font/woff2', href: `/${font.fileName}` }),
          ...[...(frame.viteMetadata?.importedCss ?? [])].map((href) => link({ rel: 'stylesheet', href: `/${href}` })),
        ];
      },
    },
  };
}

/**
 * Has the frame compiled whole as it comes in, on another core: nearly all of it runs at once, and what is not compiled by then
 * is compiled bit by bit on the page's own. A browser that does not know the remark passes over it.
 */
function compiledWhole(): Plugin {
  return {
    name: 'ironbark:compiled-whole',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk' && file.name === 'frame') file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
      },
    },
  };
}

const COMPRESSED = /\.(?:js|css|svg)$/;
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Lays the compressed forms of every file beside it, which the app hands out as they are. */
function compress(): Plugin {
  return {
    name: 'ironbark:compress',
    apply: 'build',
    async writeBundle({ dir }) {
      const folder = join(dir!, 'assets');
      const files = (await readdir(folder)).filter((name) => COMPRESSED.test(name)).map((name) => join(folder, name));
      await Promise.all(
        files.map(async (file) => {
          const content = await readFile(file);
          const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
          await writeFile(`${file}.br`, await brotli(content, { params }));
          await writeFile(`${file}.gz`, await zip(content, { level: 9 }));
        }),
      );
    },
  };
}

/** Builds the admin UI into `admin/dist`; in development the API of a running app stands behind it. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react(), preloads(), compiledWhole(), compress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    manifest: true,
    target: 'es2022',
    // The browser's own module preload is enough, and no script is written into the page.
    modulePreload: { polyfill: false },
    // Fonts and pictures stay files of their own, hashed and cached.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: frameGroup(), debugName: 'frame' }], includeDependenciesRecursively: false },
      },
    },
  },
  server: { proxy: { '/api': api, '/dev': api, '/health': api } },
});
