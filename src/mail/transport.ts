import type { Transporter } from 'nodemailer';
import { isLoopback } from '../config/values.ts';

/** Options of {@link openTransport}. */
export interface TransportOptions {
  /** URL of the SMTP server: `smtp://` or `smtps://`. */
  server: string;
  /** Time limit of one mail (milliseconds). */
  timeLimit: number;
}

/** Ports without a port in the URL: message submission (RFC 6409), and with TLS from the start (RFC 8314). */
const defaultPorts = { 'smtp:': 587, 'smtps:': 465 };

/**
 * Opens the way to an SMTP server. Each mail has a connection of its own. `smtp://` requires STARTTLS, unless the server is on this
 * machine. Imports nodemailer only now, so that a gateway that sends no mail starts faster.
 */
export async function openTransport({ server, timeLimit }: TransportOptions): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { protocol, hostname, port, username, password } = new URL(server);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const half = timeLimit / 2;
  return createTransport({
    ...{ host, secure },
    port: port === '' ? defaultPorts[secure ? 'smtps:' : 'smtp:'] : Number(port),
    requireTLS: !secure && !isLoopback(hostname),
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    ...{ dnsTimeout: half, connectionTimeout: half, greetingTimeout: half, socketTimeout: half },
    // A mail can contain neither a file of this machine nor the content of a URL.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
}
