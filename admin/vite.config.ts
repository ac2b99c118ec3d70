import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = 'http://localhost:3000';

/** Builds the admin UI into `admin/dist`; in development the API of a running app stands behind it. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react()],
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
  },
  server: { proxy: { '/api': api, '/dev': api, '/health': api } },
});
