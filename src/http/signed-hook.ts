import { Buffer } from 'node:buffer';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from './refusal.ts';

/**
 * Result of a call. `done`: the call succeeded. `unfinished`: the caller must repeat the call. `fault`: the body is invalid, with
 * the reason for the caller.
 */
export type HookResult = 'done' | 'unfinished' | { fault: string };

/** Options of {@link serveSignedHook}. */
export interface HookOptions {
  path: string;
  /** Secrets for signatures. The caller signs with one of them. */
  secrets: readonly string[];
  now: () => Date;
  /** Handles a call. `requestId` is for the log. */
  receive: (body: unknown, requestId: string) => Promise<HookResult>;
}

/** Maximum size of a call's body (bytes). */
const maxHookSize = 2048;
/** Maximum difference between the time of a call and the gateway's clock (seconds). */
const timeTolerance = 300;

/**
 * Serves a hook: a path that another program calls by POST, with a signed JSON body. `Gatehouse-Time` is the time of the call
 * (seconds since the epoch). `Gatehouse-Signature` is the HMAC-SHA-256 of `<time>.<body>` in hex.
 *
 * The answer is 204 for a successful call, 503 for a call that the caller must repeat, 401 for a wrong signature or time, and 400
 * for an invalid body. The gateway verifies the signature before it parses the body.
 */
export function serveSignedHook(
  app: FastifyInstance,
  { path, secrets, now, receive }: HookOptions,
): void {
  app.register((scope, _options, done) => {
    // The signature covers the raw bytes of the body, so Fastify must not parse them.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer' },
      (_request, body, parsed) => {
        parsed(null, body);
      },
    );
    scope.post(path, { bodyLimit: maxHookSize }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!isTimely(request, now()) || !isSigned(request, body, secrets)) throw wrongSignature();
      const result = await receive(parseJson(body), request.id);
      if (result === 'unfinished')
        throw new Refusal(503, 'Not carried out everywhere: call again.');
      if (result !== 'done') throw new Refusal(400, result.fault);
      return reply.code(204).send();
    });
    done();
  });
}

function isTimely({ headers }: FastifyRequest, now: Date): boolean {
  const time = String(headers['gatehouse-time']);
  return /^\d+$/.test(time) && Math.abs(now.getTime() / 1000 - Number(time)) <= timeTolerance;
}

function isSigned({ headers }: FastifyRequest, body: Buffer, secrets: readonly string[]): boolean {
  const given = Buffer.from(String(headers['gatehouse-signature']), 'hex');
  const matches = secrets.map((secret) => {
    const hmac = createHmac('sha256', secret).update(`${String(headers['gatehouse-time'])}.`);
    const expected = hmac.update(body).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return matches.includes(true);
}

function wrongSignature(): Refusal {
  const message =
    'The signature or the time of the call is wrong: compare the secrets, and the clocks.';
  return new Refusal(401, message, { 'www-authenticate': 'Gatehouse-Signature' });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
}
