import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { ReceivedMail } from '../mails/outbox.ts';

/** Options of {@link MailServer.listen}. */
export interface MailServerOptions {
  /** Host to listen at. `localhost` is the machine's own addresses, on IPv4 and IPv6. */
  host: string;
  /** TCP port. 0 takes a free port. */
  port: number;
  /** Stores mails. The sender gets its receipt when the promise resolves. */
  deliver: (mails: ReceivedMail[]) => Promise<void>;
}

const maxMessageBytes = 2 * 1024 * 1024;
const maxConnections = 20;
const maxRecipients = 50;
const idleMs = 60_000;

/**
 * A mail server (SMTP, RFC 5321) that passes every mail on to {@link MailServerOptions.deliver}, whoever sends it, with any
 * password or none. It sends no mail. The packages behind it are loaded at the first connection.
 */
export class MailServer {
  readonly #deliver: MailServerOptions['deliver'];
  readonly #host: string;
  readonly #listeners: Server[] = [];
  readonly #sockets = new Set<Socket>();
  #smtp: Promise<SMTPServer> | undefined;

  private constructor({ host, deliver }: MailServerOptions) {
    this.#host = host;
    this.#deliver = deliver;
  }

  /**
   * Starts a mail server.
   *
   * @throws the error of listening, unchanged, for example `EADDRINUSE`
   */
  static async listen(options: MailServerOptions): Promise<MailServer> {
    const server = new MailServer(options);
    try {
      for (const address of await addressesOf(options.host)) {
        await server.#listenAt(address, server.#port ?? options.port);
      }
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** URL of the server, for example `smtp://localhost:4025`. */
  get url(): string {
    const host = this.#host.includes(':') ? `[${this.#host}]` : this.#host;
    return `smtp://${host}:${this.#port ?? 0}`;
  }

  /** Stops listening, and ends all connections. A mail without a receipt is not stored, and its sender learns so. */
  async close(): Promise<void> {
    const closed = this.#listeners.map((listener) => once(listener, 'close'));
    for (const listener of this.#listeners) listener.close();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  get #port(): number | undefined {
    return (this.#listeners[0]?.address() as AddressInfo | null | undefined)?.port;
  }

  async #listenAt(host: string, port: number): Promise<void> {
    const listener = createServer((socket) => void this.#accept(socket));
    listener.listen(port, host);
    try {
      await once(listener, 'listening');
      this.#listeners.push(listener);
    } catch (error) {
      // The machine has a name for an address family that it does not have.
      const isMissing = (error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL';
      if (!isMissing || this.#listeners.length === 0) throw error;
    }
  }

  async #accept(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    this.#smtp ??= this.#load();
    (await this.#smtp).connect(socket);
  }

  async #load(): Promise<SMTPServer> {
    const { SMTPServer: Smtp } = await import('smtp-server');
    const smtp = new Smtp({
      name: 'localhost',
      banner: 'the local tenant of Gatehouse, which stores mails and sends none',
      authOptional: true,
      allowInsecureAuth: true,
      onAuth: ({ username }, _session, done) => {
        done(null, { user: username });
      },
      // There is no certificate that a program would trust.
      hideSTARTTLS: true,
      disableReverseLookup: true,
      logger: false,
      size: maxMessageBytes,
      rejectOversized: true,
      maxClients: maxConnections,
      maxRecipients,
      socketTimeout: idleMs,
      onData: (stream, { envelope }, done) => {
        this.#receive(stream, envelope).then(() => {
          done();
        }, done);
      },
    });
    // A connection that fails ends, and concerns no other.
    smtp.on('error', () => undefined);
    return smtp;
  }

  async #receive(
    stream: SMTPServerDataStream,
    { mailFrom, rcptTo }: SMTPServerSession['envelope'],
  ): Promise<void> {
    const message = await buffer(stream);
    // The sender gets the reply code 552.
    if (stream.sizeExceeded) return;
    const { readMail } = await import('./read-mail.ts');
    const mail = await readMail(message, mailFrom ? mailFrom.address : '');
    await this.#deliver(rcptTo.map(({ address }) => ({ channel: 'email', to: address, ...mail })));
  }
}

async function addressesOf(host: string): Promise<string[]> {
  if (!/^(.+\.)?localhost$/i.test(host)) return [host];
  return (await lookup('localhost', { all: true })).map(({ address }) => address);
}
