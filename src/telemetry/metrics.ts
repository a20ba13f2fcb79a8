import { Counter, Gauge, Registry } from 'prom-client';

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
  /** Number of reports of each setting of the tenant or the gateway, by its name. */
  settingReports: () => ReadonlyMap<string, number>;
}

/**
 * Makes the gateway's metrics.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function createMetrics({ issuerKeysAge, settingReports }: MetricSources): Metrics {
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
  new Counter({
    name: 'gatehouse_setting_reports_total',
    help: 'Requests that met a setting of which the log has a line, such as sign-up that is closed.',
    labelNames: ['setting'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [setting, count] of settingReports()) this.inc({ setting }, count);
    },
  });
  return { contentType: registry.contentType, text: () => registry.metrics() };
}
