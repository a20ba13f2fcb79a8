import dns from 'node:dns/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Tries to find one free port for all addresses of a host, where the system chooses the port. */
const maxPortAttempts = 10;

/** A name may resolve to an address that this machine lacks, such as `::1` where IPv6 is off. Nothing else can have it either. */
const foreignAddressCodes = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

/**
 * Listens at every address that a host name has on this machine, or at none: where another program holds the port at one of
 * them, it would receive the requests of our clients. One HTTP server serves all addresses, so that limits, refusals and the
 * drain are the same at each. (Fastify's own `listen` makes a server for each address, which nothing but its routes reaches.)
 *
 * @param host - an IP address or a name; `localhost` is mostly 127.0.0.1 and ::1
 * @param port - 0 lets the system choose one, the same for all addresses
 * @throws listening's own error, unchanged: `EADDRINUSE`, or `ENOTFOUND` for a name that does not resolve
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

/** Resolves a host name, and keeps the addresses of this machine. If it has none of them, listening says why. */
async function findOwnAddresses(host: string): Promise<[string, ...string[]]> {
  // Names under localhost are this machine on every system (RFC 6761 §6.3).
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

/** Listens at a further address, and passes its connections to the HTTP server as if they were its own. */
async function forward(server: Server, host: string, port: number): Promise<Server> {
  // As Node's HTTP server makes its own sockets.
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

/** Stops listening. Resolves once the open connections have ended; at once for a server that does not listen. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
