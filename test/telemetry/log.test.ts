import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { AuditLog } from '../../src/telemetry/audit.ts';
import { createLogger, logFor } from '../../src/telemetry/log.ts';
import { Tally } from '../../src/telemetry/tally.ts';

function openLog() {
  const stream = new PassThrough();
  return {
    log: createLogger('info', stream),
    line: () => JSON.parse(String(stream.read())) as Record<string, unknown>,
  };
}

describe('the log', () => {
  it('keeps name, message, code and causes of an error, and no other property', () => {
    const { log, line } = openLog();
    const cause = Object.assign(new TypeError('refused'), { code: 'ECONNREFUSED', secret: 's' });
    const err = Object.assign(new Error('no answer', { cause }), {
      headers: { authorization: 't' },
    });
    log.error({ err }, 'unexpected failure');
    expect(line()['err']).toEqual({
      name: 'Error',
      message: 'no answer',
      cause: { name: 'TypeError', message: 'refused', code: 'ECONNREFUSED' },
    });
  });

  it('keeps nothing of a thrown value that is no error', () => {
    const { log, line } = openLog();
    log.error({ err: 'password' }, 'unexpected failure');
    expect(line()['err']).toEqual({ message: 'not an Error' });
  });

  it('names the request and the user in the audit line', async () => {
    const { log, line } = openLog();
    const request = { requestId: 'request-1', clientIp: '203.0.113.7' };
    const session = { kind: 'Session', user: { id: 'auth0|1' }, accessToken: 'secret' };
    const outcomes = new Tally(['operation', 'outcome'], []);
    const audit = new AuditLog(logFor(log, request), outcomes);
    expect(await audit.record('login', Promise.resolve(session))).toBe(session);
    const { level, time, ...rest } = line();
    const event = { operation: 'login', outcome: 'Session', user: 'auth0|1' };
    expect(rest).toEqual({ msg: 'credential mutation', ...request, ...event });
    expect([level, typeof time]).toEqual([30, 'number']);
  });
});
