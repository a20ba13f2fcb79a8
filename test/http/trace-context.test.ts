import { describe, expect, it } from '@jest/globals';
import { readTraceContext } from '../../src/http/trace-context.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const tracestate = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE';

describe('traceContext', () => {
  it('passes a trace on as it came in', () => {
    expect(readTraceContext({ traceparent, tracestate })).toEqual({ traceparent, tracestate });
  });

  it('is nothing without a trace', () => {
    expect(readTraceContext({})).toEqual({});
    expect(readTraceContext({ tracestate })).toEqual({});
  });

  it.each([
    ['another version', '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00'],
    ['all flags', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff'],
  ])('takes %s', (_what, parent) => {
    expect(readTraceContext({ traceparent: parent })).toEqual({ traceparent: parent });
  });

  it.each([
    '',
    '00',
    traceparent.toUpperCase(),
    `${traceparent} `,
    ` ${traceparent}`,
    `${traceparent}\n`,
    `${traceparent}-00`,
    `${traceparent}, ${traceparent}`,
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    '00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333-01',
    '00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01',
    '00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01',
    '0'.repeat(100_000),
  ])('begins no trace with %j, and drops the state with it', (parent) => {
    expect(readTraceContext({ traceparent: parent, tracestate })).toEqual({});
  });

  it.each([
    'a=1',
    'a=1,',
    ' a=1 , b=2\t',
    'tenant@vendor=value',
    '0tenant@v=a b',
    'a_-*/0=!"#$%&\'()*+-./:;<>?@[]^_`{|}~',
    Array.from({ length: 32 }, (_, n) => `k${n}=v`).join(','),
  ])('passes on the state %j', (state) => {
    expect(readTraceContext({ traceparent, tracestate: state })).toEqual({
      traceparent,
      tracestate: state,
    });
  });

  it.each([
    '',
    ',',
    'no value',
    'a=',
    '=1',
    'A=1',
    'a=1;b=2\u00e9',
    'a=1=2',
    'a b=1',
    'a=1,b',
    'a=\u0000',
    Array.from({ length: 33 }, (_, n) => `k${n}=v`).join(','),
    `a=${'x'.repeat(511)}`,
    `${' '.repeat(100_000)}a=1`,
  ])('leaves out the state %j, and keeps the trace', (state) => {
    expect(readTraceContext({ traceparent, tracestate: state })).toEqual({ traceparent });
  });
});
