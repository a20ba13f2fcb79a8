import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** Media types by file extension. A file with another extension is not served. */
const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Extensions of compressed copies, which `npm run build` writes beside a file, by their `Content-Encoding`. */
const encodings = { br: '.br', gzip: '.gz' } as const;

/** The folder in which Vite puts files with a hash of their content in the name. */
const hashedFolder = '/assets/';

/** One form of a file: as it is, or compressed. */
export interface Content {
  bytes: Buffer;
  /** Value of `ETag`. Each form has its own. */
  etag: string;
}

/** A file that is served. */
export interface StaticFile extends Content {
  mediaType: string;
  /** Whether the content of this path never changes, since its name has a hash of the content. */
  isImmutable: boolean;
  /** Compressed copies, by `Content-Encoding`. */
  compressed: Partial<Record<keyof typeof encodings, Content>>;
}

/** The files of the app, in memory. A path that is none of theirs leads to nothing, whatever is on the disk. */
export class StaticFiles {
  readonly #files: ReadonlyMap<string, StaticFile>;

  private constructor(files: ReadonlyMap<string, StaticFile>) {
    this.#files = files;
  }

  /**
   * Reads a folder, once: but for hidden files, links, and files of unknown types.
   *
   * @throws the file system's error; an error when the folder has no `index.html`
   */
  static async read(folder: string): Promise<StaticFiles> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const contents = new Map<string, Content>();
    for (const entry of entries.filter((entry) => entry.isFile())) {
      const file = join(entry.parentPath, entry.name);
      const path = `/${relative(folder, file).replaceAll(sep, '/')}`;
      if (!path.includes('/.')) contents.set(path, toContent(await readFile(file)));
    }
    const files = new Map<string, StaticFile>();
    for (const [path, content] of contents) {
      const mediaType = mediaTypes[extname(path)];
      if (mediaType === undefined) continue;
      const copies = Object.entries(encodings).flatMap(([encoding, ending]) => {
        const copy = contents.get(path + ending);
        return copy ? [[encoding, copy]] : [];
      });
      const isImmutable = path.startsWith(hashedFolder);
      const compressed = Object.fromEntries(copies) as StaticFile['compressed'];
      files.set(path, { ...content, mediaType, isImmutable, compressed });
    }
    if (!files.has('/index.html')) throw new Error('the folder has no index.html');
    return new StaticFiles(files);
  }

  /** Returns the page of the app. It is the same for every path that the app's own router knows. */
  get page(): StaticFile {
    const page = this.#files.get('/index.html');
    if (!page) throw new Error('unreachable: read() refuses a folder without it');
    return page;
  }

  /**
   * Finds a file.
   *
   * @param path - the path of the URL as it was sent, without query
   */
  find(path: string): StaticFile | undefined {
    return this.#files.get(path);
  }

  /** Tells whether a path can only be that of a file. */
  static isFilePath(path: string): boolean {
    return path.startsWith(hashedFolder);
  }
}

function toContent(bytes: Buffer): Content {
  const digest = createHash('sha256').update(bytes).digest('base64url');
  return { bytes, etag: `"${digest.slice(0, 22)}"` };
}
