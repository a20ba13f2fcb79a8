import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../config/config.ts';
import { redactError } from './redact-error.ts';

export type { Logger };

/**
 * Creates the log of the process. Each line is a JSON object, so that text from a client cannot start a new line. Callers log
 * names, codes and ids, but never a document, variable, token or password. Errors are reduced with {@link redactError}.
 *
 * @param destination - stream for the lines. Default: standard output
 * @param base - members of each line. Default: none
 */
export function createLogger(
  level: LogLevel,
  destination?: DestinationStream,
  base: object | null = null,
): Logger {
  const options = { level, base, serializers: { err: redactError } };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * Creates the log of one request. Each line contains the request's id and the client's address. Unlike a child logger of pino, it
 * costs nothing before its first line.
 */
export function logFor(log: Logger, request: { requestId: string; clientIp: string | undefined }) {
  const line = (level: 'info' | 'warn' | 'error') => (details: object, message: string) => {
    log[level]({ ...request, ...details }, message);
  };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}
