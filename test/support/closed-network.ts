import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const env = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };

/** A machine of its own, as far as the network goes. */
export interface Machine {
  /** In front of a program and its arguments, runs it there. */
  launcher: readonly string[];
  /** Runs an ES module of so many words there, and resolves with what it prints. */
  evaluate: (code: string) => Promise<string>;
}

/** Two wires: outside - gateway - inside. The gateway hands no packet on from one to the other. */
export interface ClosedNetwork {
  outside: Machine;
  gateway: Machine & { outerAddress: string; innerAddress: string };
  inside: Machine & { address: string };
  close: () => void;
}

const addresses = {
  outside: '10.20.2.2',
  outer: '10.20.2.1',
  inner: '10.20.1.1',
  inside: '10.20.1.2',
};

/** A container may not write there, and need not where nothing is forwarded anyway. */
const forwardNothing = 'f=/proc/sys/net/ipv4/ip_forward; [ "$(cat $f)" = 0 ] || echo 0 > $f';

/** Whether this system lets us have network namespaces: a container often does not. */
export function hasNamespaces(): boolean {
  const name = nameOf('trial');
  const { status } = spawnSync('ip', ['netns', 'add', name], { env });
  if (status === 0) ip('netns', 'delete', name);
  return status === 0;
}

/** Lays it out with network namespaces (Linux, as root). The outside knows the way to the inside, which is the worst case. */
export function closedNetwork(): ClosedNetwork {
  const roles = ['outside', 'gateway', 'inside'] as const;
  const close = () => {
    for (const role of roles) spawnSync('ip', ['netns', 'delete', nameOf(role)], { env });
  };
  try {
    for (const role of roles) ip('netns', 'add', nameOf(role));
    wire(['gateway', addresses.outer], ['outside', addresses.outside]);
    wire(['gateway', addresses.inner], ['inside', addresses.inside]);
    ip('netns', 'exec', nameOf('gateway'), 'sh', '-c', forwardNothing);
    ip('-n', nameOf('outside'), 'route', 'add', 'default', 'via', addresses.outer);
    ip('-n', nameOf('inside'), 'route', 'add', 'default', 'via', addresses.inner);
  } catch (error) {
    close();
    throw error;
  }
  return {
    outside: machine('outside'),
    gateway: {
      ...machine('gateway'),
      outerAddress: addresses.outer,
      innerAddress: addresses.inner,
    },
    inside: { ...machine('inside'), address: addresses.inside },
    close,
  };
}

/** Interfaces are made inside the namespaces, each called after who is at the other end: nothing of the host's changes. */
function wire([near, nearAddress]: [string, string], [far, farAddress]: [string, string]): void {
  const [nearName, farName] = [nameOf(near), nameOf(far)];
  ip('-n', nearName, 'link', 'add', far, 'type', 'veth', 'peer', 'name', near, 'netns', farName);
  for (const [name, link, address] of [
    [nearName, far, nearAddress],
    [farName, near, farAddress],
  ] as const) {
    ip('-n', name, 'address', 'add', `${address}/30`, 'dev', link);
    ip('-n', name, 'link', 'set', link, 'up');
    ip('-n', name, 'link', 'set', 'lo', 'up');
  }
}

function machine(role: string): Machine {
  const inside = ['netns', 'exec', nameOf(role)];
  return {
    launcher: ['ip', ...inside],
    evaluate: async (code) => {
      const program = [process.execPath, '--input-type=module', '-e', code];
      const { stdout } = await run('ip', [...inside, ...program], { env });
      return stdout.trim();
    },
  };
}

/** Ours alone, whoever else runs these tests. */
function nameOf(role: string): string {
  return `gatehouse-${process.pid}-${role}`;
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { env, stdio: 'pipe' });
}
