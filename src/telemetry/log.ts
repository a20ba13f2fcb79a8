import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../config/config.ts';
import { redactError } from './redact-error.ts';

export type { Logger };

/**
 * The process's log: one JSON object per line, so that no text of an attacker's can start a line of its own. What is never
 * handed to it cannot leak: callers log names, codes and ids, never a document, variable, token or password.
 *
 * @param destination - default: standard output
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: redactError } };
  return destination ? pino(options, destination) : pino(options);
}

/** The log of one request: each line names it. Costs nothing until a line is written, unlike a child logger. */
export function logFor(log: Logger, request: { requestId: string; clientIp: string | undefined }) {
  const line = (level: 'info' | 'warn' | 'error') => (details: object, message: string) => {
    log[level]({ ...request, ...details }, message);
  };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}
