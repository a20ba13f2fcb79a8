import { spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from './free-port.ts';
import { present } from './present.ts';
import { unusedServices } from './unused-services.ts';

const copied = [
  'src',
  'scripts',
  'docs',
  'web',
  'client',
  ...readdirSync('.').filter((name) => name.startsWith('schema')),
  'codegen.yml',
  'package.json',
  'tsconfig.json',
];

/** Leaves out what programs have written. */
const filter = (path: string) => !/[\\/](\.vite|dist)$/.test(path);

/** `npm run dev` in a copy of the project. */
export class DevProgram {
  readonly folder = mkdtempSync(join(tmpdir(), 'gatehouse-dev-'));
  readonly #process: ChildProcess;
  readonly #closed: Promise<number | null>;
  #output = '';

  private constructor(tenantPort: number) {
    for (const name of copied) cpSync(name, join(this.folder, name), { recursive: true, filter });
    symlinkSync(resolve('node_modules'), join(this.folder, 'node_modules'));
    this.#process = spawn(process.execPath, ['scripts/start.js', '--watch'], {
      cwd: this.folder,
      env: {
        PATH: present(process.env['PATH']),
        HOST: '127.0.0.1',
        ...unusedServices(),
        PORT: '0',
        TENANT_PORT: String(tenantPort),
      },
    });
    this.#closed = new Promise((done) => this.#process.once('close', done));
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    }
  }

  /** Starts it. The tenant has a port of its own choice, and takes the same one when it starts again. */
  static async start(): Promise<DevProgram> {
    return new DevProgram(await freePort());
  }

  get pid(): number {
    return present(this.#process.pid);
  }

  /** All that the programs have written so far. */
  get output(): string {
    return this.#output;
  }

  /** URL of the gateway that has become ready last. */
  get url(): string | undefined {
    return [...this.#output.matchAll(/GraphQL\s+(http\S+)/g)].at(-1)?.[1];
  }

  /** How often the gateway has become ready. */
  get starts(): number {
    return this.#output.split('Gatehouse is ready').length - 1;
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  save(file: string, text: string | Buffer): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** Ends it. Resolves with the exit code, as soon as all its programs have ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.#process.kill(signal);
    const code = await this.#closed;
    rmSync(this.folder, { recursive: true, force: true });
    return code;
  }
}
