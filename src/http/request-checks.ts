import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Refusal } from './refusal.ts';
import { maxHeaderSize } from './request-limits.ts';

/** Matches the only expectation that HTTP defines (RFC 9110 §10.1.1), by the same rule as Node. */
const expectsContinue = /(?:^|\W)100-continue(?:$|\W)/i;

/**
 * Refuses requests by their headers, before a body is read: headers that are too large, an unknown `Expect`, a compressed body.
 * Without this check, Node would refuse the first two with a response that no page can read.
 *
 * @param isClosing - whether the app is closing. New requests on open connections are then refused with 503
 */
export function checkRequests(app: FastifyInstance, isClosing: () => boolean): void {
  app.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    app.server.emit('request', request, response);
  });
  app.addHook('onRequest', ({ raw: { rawHeaders }, headers }, _reply, done) => {
    if (isClosing()) {
      done(new Refusal(503, 'The gateway is closing: send the request again.'));
    } else if (measure(rawHeaders) > maxHeaderSize) {
      done(new Refusal(431, `The headers are larger than ${maxHeaderSize} bytes.`));
    } else if (headers.expect !== undefined && !expectsContinue.test(headers.expect)) {
      done(new Refusal(417, 'Expect is not supported.'));
    } else if (isEncoded(headers['content-encoding'])) {
      done(new Refusal(415, 'Send the body uncompressed.', { 'accept-encoding': 'identity' }));
    } else {
      done();
    }
  });
}

/** Counts the bytes of the headers as they are sent: `name: value` and a line end. */
function measure(rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((size, text) => size + text.length + 2, 0);
}

function isEncoded(contentEncoding: string | undefined): boolean {
  return contentEncoding !== undefined && !/^(identity)?$/i.test(contentEncoding.trim());
}
