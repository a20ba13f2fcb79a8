import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('.'),
  base: '/',
  plugins: [react()],
  resolve: {
    // The kit's sources, so that a change of the kit shows at once. An app of another repository installs the package instead.
    alias: [
      { find: /^@gatehouse\/client$/, replacement: path('../client/src/index.ts') },
      { find: /^@gatehouse\/client\/apollo$/, replacement: path('../client/src/apollo.ts') },
      { find: /^@gatehouse\/client\/react$/, replacement: path('../client/src/react.tsx') },
    ],
  },
  build: { outDir: path('./dist'), emptyOutDir: true },
  server: { proxy: { '/graphql': 'http://localhost:4000' } },
});
