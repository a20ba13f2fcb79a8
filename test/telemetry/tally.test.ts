import { describe, expect, it } from '@jest/globals';
import { Durations } from '../../src/telemetry/durations.ts';
import { Tally } from '../../src/telemetry/tally.ts';

const named = (tally: Tally) =>
  [...tally.series()].map(({ labels, count }) => [...Object.values(labels), count]);

describe('a tally', () => {
  it('has each series from the start, at 0', () => {
    const tally = new Tally(['endpoint', 'outcome'], [['userinfo', 'ok']]);
    expect([...tally.series()]).toEqual([
      { labels: { endpoint: 'userinfo', outcome: 'ok' }, count: 0 },
      { labels: { endpoint: 'other', outcome: 'other' }, count: 0 },
    ]);
  });

  it('counts each event in its series', () => {
    const tally = new Tally(['code'], [['A'], ['B']]);
    for (const code of ['A', 'B', 'A']) tally.add(code);
    expect(named(tally)).toEqual([
      ['A', 2],
      ['B', 1],
      ['other', 0],
    ]);
  });

  it('an event that fits no series is other, and adds none', () => {
    const tally = new Tally(['endpoint', 'outcome'], [['userinfo', 'ok']]);
    for (const endpoint of ['/etc/passwd', 'userinfo', '__proto__', '']) tally.add(endpoint, 'odd');
    tally.add('userinfo\nok', '');
    expect(named(tally)).toEqual([
      ['userinfo', 'ok', 0],
      ['other', 'other', 5],
    ]);
  });
});

describe('durations', () => {
  it('are counted up to each bound, a bound among them, and beyond the last one', () => {
    const durations = new Durations();
    for (const seconds of [0, 0.005, 0.0051, 1, 29, 31]) durations.add(seconds);
    expect([...durations.upTo()]).toEqual([
      [0.005, 2],
      [0.01, 3],
      [0.025, 3],
      [0.05, 3],
      [0.1, 3],
      [0.25, 3],
      [0.5, 3],
      [1, 4],
      [2.5, 4],
      [5, 4],
      [10, 4],
      [30, 5],
    ]);
    expect(durations.count).toBe(6);
    expect(durations.sum).toBeCloseTo(61.0101);
  });
});
