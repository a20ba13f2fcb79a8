import dns from 'node:dns/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Maximum number of attempts to find a port that is free at all addresses of a host, if the system chooses the port. */
const maxPortAttempts = 10;

/**
 * Error codes for an address that this machine does not have, such as `::1` without IPv6. No other program can listen there
 * either.
 */
const foreignAddressCodes = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

/**
 * Listens at all addresses of a host name on this machine, or at none. Otherwise another program could listen at one of the
 * addresses and receive requests of our clients.
 *
 * One HTTP server serves all addresses, so that limits, refusals and drain apply everywhere. (Fastify's own `listen` creates a
 * server for each address, and applies only the routes to it.)
 *
 * @param host - IP address or name. `localhost` usually has the addresses 127.0.0.1 and ::1
 * @param port - 0 lets the system choose one port for all addresses
 * @throws the error of listening, unchanged: `EADDRINUSE`, or `ENOTFOUND` for a name that does not resolve
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: { host: string; port: number },
): Promise<void> {
  const further: Server[] = [];
  const closed: Promise<void>[] = [];
  app.addHook('preClose', (done) => {
    closed.push(...further.map(close));
    done();
  });
  app.addHook('onClose', async () => {
    await Promise.all(closed);
  });
  await app.ready();

  const [first, ...others] = await findOwnAddresses(host);
  for (let attempt = 1; ; attempt++) {
    try {
      await bind(app.server, first, port);
      const { port: bound } = app.server.address() as AddressInfo;
      for (const address of others) further.push(await forward(app.server, address, bound));
      return;
    } catch (error) {
      await Promise.all([...further.splice(0), app.server].map(close));
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (port !== 0 || !isTaken || attempt === maxPortAttempts) throw error;
    }
  }
}

/**
 * Resolves a host name to those of its addresses that this machine has. If there are none, returns the first address, so that
 * listening fails with the reason.
 */
async function findOwnAddresses(host: string): Promise<[string, ...string[]]> {
  // On every system, names below `localhost` mean this machine (RFC 6761 §6.3).
  const name = /\.localhost$/i.test(host) ? 'localhost' : host;
  const found = await dns.lookup(name, { all: true });
  const [first = host, ...others] = new Set(found.map(({ address }) => address));
  if (others.length === 0) return [first];
  const own: string[] = [];
  for (const address of [first, ...others]) if (await isOwn(address)) own.push(address);
  const [firstOwn = first, ...otherOwn] = own;
  return [firstOwn, ...otherOwn];
}

async function isOwn(address: string): Promise<boolean> {
  const probe = createServer();
  try {
    await bind(probe, address, 0);
    return true;
  } catch (error) {
    return !foreignAddressCodes.includes((error as NodeJS.ErrnoException).code ?? '');
  } finally {
    await close(probe);
  }
}

/** Listens at a further address, and passes its connections to the HTTP server. */
async function forward(server: Server, host: string, port: number): Promise<Server> {
  // Node's HTTP server creates its own sockets with the same options.
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket: Socket) =>
    server.emit('connection', socket),
  );
  await bind(listener, host, port);
  return listener;
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Stops listening, and waits until the open connections have ended. Resolves at once if the server does not listen. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
