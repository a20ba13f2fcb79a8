import { Gauge, Registry } from 'prom-client';

/** What the gateway counts and measures, as Prometheus reads it. */
export interface Metrics {
  contentType: string;
  text: () => Promise<string>;
}

/** What is looked at each time when somebody asks. */
export interface MetricSources {
  /** Seconds; undefined while there are no keys. */
  issuerKeysAge: () => number | undefined;
}

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
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
