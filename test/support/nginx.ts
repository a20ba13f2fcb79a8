import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A reverse proxy as teams run it: nginx, which appends to `X-Forwarded-For`. */
export interface Nginx {
  url: string;
  close: () => Promise<void>;
}

/**
 * Starts nginx at a free port of every loopback address.
 *
 * @param upstream - URL to which it passes requests, or several of them, in turns
 * @param bindAddress - address from which it connects to the upstream. Default: 127.0.0.1
 */
export async function startNginx(
  upstream: string | readonly [string, ...string[]],
  bindAddress = '127.0.0.1',
): Promise<Nginx> {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-nginx-'));
  const file = join(directory, 'nginx.conf');
  const port = await freePort();
  const [first, ...others] = typeof upstream === 'string' ? [upstream] : upstream;
  const servers = [first, ...others].map((url) => new URL(url).host);
  await writeFile(file, configuration(directory, port, servers, bindAddress));

  const args = ['-p', directory, '-c', file, '-e', join(directory, 'error.log')];
  const nginx = spawn('nginx', args, { env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } });
  const exited = new Promise((resolve) => nginx.once('exit', resolve));
  await listening(port);
  return {
    url: `http://127.0.0.1:${port}${new URL(first).pathname}`,
    close: async () => {
      nginx.kill('SIGQUIT');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function configuration(directory: string, port: number, servers: string[], bindAddress: string) {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${directory}/${name};`)
    .join('\n  ');
  return `
daemon off;
master_process off;
pid ${directory}/nginx.pid;
events {}
http {
  access_log off;
  ${paths}
  upstream gateway { ${servers.map((server) => `server ${server};`).join(' ')} }
  server {
    listen 0.0.0.0:${port};
    location / {
      proxy_pass http://gateway;
      proxy_bind ${bindAddress};
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}
`;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => {
        resolve(false);
      });
    });
    if (isOpen) return;
    await wait(50);
  }
  throw new Error('nginx does not listen');
}
