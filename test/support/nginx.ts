import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A reverse proxy as teams run it: nginx, which appends to `X-Forwarded-For`. */
export interface Nginx {
  url: string;
  close: () => Promise<void>;
}

/**
 * Starts nginx at a free port of every loopback address.
 *
 * @param upstream - URL to which it passes requests
 * @param bindAddress - address from which it connects to the upstream. Default: 127.0.0.1
 */
export async function startNginx(upstream: string, bindAddress = '127.0.0.1'): Promise<Nginx> {
  const directory = temporaryFolder();
  const file = join(directory, 'nginx.conf');
  const port = await freePort();
  await writeFile(file, configuration(directory, port, new URL(upstream), bindAddress));

  const args = ['-p', directory, '-c', file, '-e', join(directory, 'error.log')];
  const nginx = spawn('nginx', args, { env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } });
  const exited = new Promise((resolve) => nginx.once('exit', resolve));
  await listening(port);
  return {
    url: `http://127.0.0.1:${port}${new URL(upstream).pathname}`,
    close: async () => {
      nginx.kill('SIGQUIT');
      await exited;
    },
  };
}

function configuration(directory: string, port: number, upstream: URL, bindAddress: string) {
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
  server {
    listen 0.0.0.0:${port};
    location / {
      proxy_pass ${upstream.origin};
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
