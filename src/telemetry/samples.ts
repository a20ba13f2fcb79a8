import type { Durations } from './durations.ts';
import type { Tally } from './tally.ts';

/** One line of a metric in Prometheus' text format. */
export interface Sample {
  /** Name of the line, if it differs from the name of the metric. */
  metricName?: string;
  labels: Record<string, string>;
  value: number;
}

/** Returns the only sample of a metric without labels. Returns none for undefined. */
export function single(value: number | boolean | undefined): Sample[] {
  return value === undefined ? [] : [{ labels: {}, value: Number(value) }];
}

/** Returns a sample for each series of a counter. */
export function ofTally(tally: Tally): Sample[] {
  return [...tally.series()].map(({ labels, count }) => ({ labels, value: count }));
}

/** Returns a sample for each possible value of a label: 1 for the current one, 0 for the others. */
export function oneOf(label: string, values: readonly string[], current: string): Sample[] {
  return values.map((value) => ({ labels: { [label]: value }, value: Number(value === current) }));
}

/** Returns the samples of one series of a histogram: one bucket for each bound, the sum and the count. */
export function ofDurations(
  metric: string,
  durations: Durations,
  labels: Record<string, string> = {},
): Sample[] {
  const { count, sum } = durations;
  return [
    ...[...durations.upTo(), ['+Inf', count] as const].map(([bound, value]) => ({
      metricName: `${metric}_bucket`,
      labels: { ...labels, le: String(bound) },
      value,
    })),
    { metricName: `${metric}_sum`, labels, value: sum },
    { metricName: `${metric}_count`, labels, value: count },
  ];
}
