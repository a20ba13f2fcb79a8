import { Gauge, Registry } from 'prom-client';

/** The gateway's metrics, in Prometheus' text format. */
export interface Metrics {
  /** Value of `Content-Type`. */
  contentType: string;
  /** Reads the current values. */
  text: () => Promise<string>;
}

/** Sources of the metrics, read at each scrape. */
export interface MetricSources {
  /** Seconds since the issuer's keys in use were fetched; undefined while there are none. */
  issuerKeysAge: () => number | undefined;
}

/**
 * Makes the gateway's metrics.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function createMetrics({ issuerKeysAge }: MetricSources): Metrics {
  const registry = new Registry();
  new Gauge({
    name: 'gatehouse_issuer_keys_age_seconds',
    help: "Seconds since the issuer's keys in use were fetched; no sample while there are none.",
    registers: [registry],
    collect() {
      const age = issuerKeysAge();
      if (age === undefined) this.remove();
      else this.set(age);
    },
  });
  return { contentType: registry.contentType, text: () => registry.metrics() };
}
