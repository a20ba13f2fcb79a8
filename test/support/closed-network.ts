import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const env = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };

/** A machine with a network of its own. */
export interface Machine {
  /** Arguments that run a program on this machine when they stand in front of the program and its arguments. */
  launcher: readonly string[];
  /** Runs the text of an ES module on this machine, and resolves to its output. */
  evaluate: (code: string) => Promise<string>;
}

/** Three machines on two wires: outside – gateway – inside. The gateway forwards no packet between the wires. */
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

/** Shell command that turns off forwarding. A container cannot write this file, and need not when forwarding is off. */
const forwardNothing = 'f=/proc/sys/net/ipv4/ip_forward; [ "$(cat $f)" = 0 ] || echo 0 > $f';

/** Tells whether this system allows network namespaces. A container often does not. */
export function hasNamespaces(): boolean {
  const name = nameOf('trial');
  const { status } = spawnSync('ip', ['netns', 'add', name], { env });
  if (status === 0) ip('netns', 'delete', name);
  return status === 0;
}

/** Builds the machines as network namespaces (Linux, as root). The outside has a route to the inside, which is the worst case. */
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

/**
 * Connects two machines by a wire. The interfaces exist only inside the namespaces, and each has the name of the machine at the
 * other end.
 */
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

/**
 * Returns the name of a machine's namespace. It contains the process ID, so that tests which run at the same time use different
 * ones.
 */
function nameOf(role: string): string {
  return `gatehouse-${process.pid}-${role}`;
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { env, stdio: 'pipe' });
}
