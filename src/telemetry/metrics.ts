import { Counter, Gauge, Registry } from 'prom-client';

/** The gateway's metrics, in Prometheus' text format. */
export interface Metrics {
  /** `Content-Type` of the text. */
  contentType: string;
  /** Reads the current values and formats them. */
  text: () => Promise<string>;
}

/** Functions that return the current values of the metrics. */
export interface MetricSources {
  /** Returns the seconds since the issuer's keys in use were fetched; undefined without keys. */
  issuerKeysAge: () => number | undefined;
  /** Returns the number of sign-ins that ended because the provider's answer to a refresh was lost. */
  lostRefreshAnswers: () => number;
  /** Number of reports of each setting of the tenant or the gateway, by its name. */
  settingReports: () => ReadonlyMap<string, number>;
}

/**
 * Makes the gateway's metrics.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function createMetrics({
  issuerKeysAge,
  lostRefreshAnswers,
  settingReports,
}: MetricSources): Metrics {
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
    name: 'gatehouse_refresh_answers_lost_total',
    help: "Sign-ins that ended because Auth0's answer to a refresh was lost on its way.",
    registers: [registry],
    collect() {
      this.reset();
      this.inc(lostRefreshAnswers());
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
