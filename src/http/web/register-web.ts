import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { ConfigurationError } from '../../config/config.ts';
import type { DevelopmentBar } from '../development/serve-development-bar.ts';
import type { DevelopmentWeb } from './serve-development-web.ts';
import { serveWeb } from './serve-web.ts';
import { StaticFiles } from './static-files.ts';

export type { DevelopmentWeb };

/** Options of {@link registerWeb}. With neither `current` nor `files` there is no app. */
export interface WebOptions {
  /** Path of the GraphQL endpoint. */
  path: string;
  /** Returns the state of the app while its sources may change, for development. */
  current: (() => DevelopmentWeb) | undefined;
  /** What the development bar of that app shows and does. Default: there is no bar. */
  bar: DevelopmentBar | undefined;
  /** The files of the app, for production. */
  files: StaticFiles | undefined;
}

/** Serves the app: files that do not change, or one whose sources may change. */
export async function registerWeb(
  app: FastifyInstance,
  { path, current, bar, files }: WebOptions,
): Promise<void> {
  if (current) {
    // Loaded late: production never does.
    const { serveDevelopmentWeb } = await import('./serve-development-web.ts');
    const { serveDevelopmentBar } = await import('../development/serve-development-bar.ts');
    serveDevelopmentWeb(app, current);
    serveDevelopmentBar(app, path, bar);
  } else if (files) {
    serveWeb(app, files);
  }
}

/**
 * Reads the app that `npm run build` has written.
 *
 * @throws `ConfigurationError` when there is none
 */
export async function readWeb(folder: URL): Promise<StaticFiles> {
  try {
    return await StaticFiles.read(fileURLToPath(folder));
  } catch {
    throw new ConfigurationError([
      'SERVE_WEB is true, but there is no app in dist/web/: run npm run build, or unset SERVE_WEB',
    ]);
  }
}
