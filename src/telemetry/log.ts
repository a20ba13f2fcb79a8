import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../config/config.ts';
import { redactError } from './redact-error.ts';

export type { Logger };

/**
 * Makes the process's log: one JSON object a line, so that a client's text cannot begin a new line. Callers log names, codes and
 * ids, and never a document, variable, token or password. {@link redactError} reduces errors.
 *
 * @param destination - default: standard output
 * @param base - members of each line; default: none
 */
export function createLogger(
  level: LogLevel,
  destination?: DestinationStream,
  base: object | null = null,
): Logger {
  const options = { level, base, serializers: { err: redactError } };
  return destination ? pino(options, destination) : pino(options);
}

/** Makes the log of one request: each line names the request. Unlike a child logger it costs nothing before its first line. */
export function logFor(log: Logger, request: { requestId: string; clientIp: string | undefined }) {
  const line = (level: 'info' | 'warn' | 'error') => (details: object, message: string) => {
    log[level]({ ...request, ...details }, message);
  };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}
