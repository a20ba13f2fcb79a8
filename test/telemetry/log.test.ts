import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/telemetry/log.ts';

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
});
