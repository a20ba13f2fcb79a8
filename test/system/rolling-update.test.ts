// needs: nginx
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Starts nginx as a load balancer that keeps its connections to the gateways open. `balance` replaces the gateways. */
async function startBalancer(gateways: readonly TestGateway[]) {
  const directory = temporaryFolder();
  const file = join(directory, 'nginx.conf');
  const port = await freePort();
  const balance = (among: readonly TestGateway[]) =>
    writeFile(file, configuration(directory, port, among));
  await balance(gateways);
  const args = ['-p', directory, '-c', file, '-e', join(directory, 'error.log')];
  const nginx = spawn('nginx', args, { env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } });
  const exited = new Promise((resolve) => nginx.once('exit', resolve));
  closing.push(() => {
    nginx.kill('SIGQUIT');
    return exited;
  });
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    const answer = await fetch(`${url}/health/live`).catch(() => undefined);
    if (answer?.ok) break;
    await wait(50);
  }
  return {
    url,
    balance: async (among: readonly TestGateway[]) => {
      await balance(among);
      nginx.kill('SIGHUP');
    },
  };
}

function configuration(directory: string, port: number, gateways: readonly TestGateway[]): string {
  const servers = gateways.map(({ url }) => `server ${new URL(url).host};`).join(' ');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${directory}/${name};`)
    .join('\n  ');
  return `
daemon off;
pid ${directory}/nginx.pid;
events {}
http {
  access_log off;
  ${paths}
  upstream gateways { ${servers} keepalive 16; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://gateways;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}
`;
}

/** Sends queries until the returned function is called, which resolves with the number of answers of each kind. */
function sendQueries(url: string) {
  const agent = new Agent({ keepAlive: false });
  const outcomes: Record<string, number> = {};
  let isOver = false;
  const client = async () => {
    while (!isOver) {
      const outcome = await ask(url, agent);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  const clients = Array.from({ length: 8 }, client);
  return async () => {
    isOver = true;
    await Promise.all(clients);
    return outcomes;
  };
}

function ask(url: string, agent: Agent): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve) => {
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers });
    sent.on('error', ({ message }) => {
      resolve(message);
    });
    sent.on('response', (response) => {
      text(response).then(
        (body) => {
          resolve(body === '{"data":{"__typename":"Query"}}\n' ? 'answered' : body);
        },
        () => {
          resolve('cut off');
        },
      );
    });
    sent.end('{"query":"{ __typename }"}');
  });
}

describe('behind nginx', () => {
  it('an update of one gateway after the other fails no request', async () => {
    const auth0: ScriptedAuth0 = await startScriptedAuth0();
    closing.push(() => auth0.close());
    const start = () => gatewayBefore(auth0, { TRUSTED_PROXIES: '127.0.0.1', SHUTDOWN_DELAY: '3' });
    let gateways = [await start(), await start()];
    closing.push(() => Promise.all(gateways.map(({ close }) => close())));
    const balancer = await startBalancer(gateways);

    const stop = sendQueries(balancer.url);
    for (const old of gateways) {
      const others = gateways.filter((gateway) => gateway !== old);
      await wait(300);
      const closed = old.close();
      // As an orchestrator does: it reads that the gateway is not ready, and removes it from the balancer.
      const ready = await fetch(new URL('/health/ready', old.url));
      expect(ready.status).toBe(503);
      await balancer.balance(others);
      await closed;
      gateways = [...others, await start()];
      await balancer.balance(gateways);
    }
    await wait(300);
    const outcomes = await stop();
    expect(outcomes).toEqual({ answered: expect.any(Number) });
    expect(outcomes['answered']).toBeGreaterThan(50);
  });
});
