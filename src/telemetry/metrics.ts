import { Registry, type Metric } from 'prom-client';
import { storageStates, type Store } from '../store/store.ts';
import type { Durations } from './durations.ts';
import { ofDurations, ofTally, oneOf, single, type Sample } from './samples.ts';
import type { Tally } from './tally.ts';

/** The gateway's metrics, in Prometheus' text format. */
export interface Metrics {
  /** `Content-Type` of the text. */
  contentType: string;
  /** Reads the current values and formats them. */
  text: () => Promise<string>;
}

/** Sources of the metrics. They count in plain numbers, which are read at each scrape. */
export interface MetricSources {
  /** Whether a load balancer may send requests to this process. */
  isReady: () => boolean;
  requests: { readonly inFlight: number; durations: Durations; errors: Tally };
  /** Counts of audited operations by outcome. */
  outcomes: Tally;
  /** Numbers of audit events that are not saved yet, and that are lost. */
  auditTrail: { readonly waiting: number; readonly lost: number };
  auth0: CallCounts;
  services: CallCounts;
  store: Pick<Store, 'state'>;
  /** Returns the seconds since the issuer's keys were fetched. Undefined without keys. */
  issuerKeysAge: () => number | undefined;
  /** Seconds after which the issuer's keys no longer verify tokens. Undefined if the keys have no age limit. */
  issuerKeysMaxAge: number | undefined;
  /** Returns the number of sign-ins that ended because the provider's answer to a refresh was lost. */
  lostRefreshAnswers: () => number;
  /** Counts of the reports about each setting of the tenant or the gateway. */
  settingReports: Tally;
}

/** Outgoing calls: their number by target and outcome, and their durations by target. */
interface CallCounts {
  counts: Tally;
  durations: ReadonlyMap<string, Durations>;
}

/**
 * Creates the gateway's metrics. `docs/metrics.md` describes each of them.
 *
 * @see https://prometheus.io/docs/practices/naming/
 */
export function createMetrics(sources: MetricSources, eventLoopDelay: Durations): Metrics {
  const registry = new Registry();
  addState(registry, sources);
  addRequests(registry, sources, eventLoopDelay);
  addCalls(registry, sources);
  addFaults(registry, sources);
  return { contentType: registry.contentType, text: () => registry.metrics() };
}

function addState(registry: Registry, { isReady, store, ...sources }: MetricSources): void {
  const gauge = adder(registry, 'gauge');
  gauge('gatehouse_ready', 'Whether /health/ready answers 200.', () => single(isReady()));
  gauge('gatehouse_store_state', 'State of the store: 1 for the current one.', () =>
    oneOf('state', storageStates, store.state().storage),
  );
  gauge('gatehouse_store_behind', 'Whether the store lacks entries of this process.', () =>
    single(store.state().isBehind),
  );
  gauge(
    'gatehouse_issuer_keys_age_seconds',
    "Seconds since the issuer's keys in use were fetched; no sample while there are none.",
    () => single(sources.issuerKeysAge()),
  );
  gauge(
    'gatehouse_issuer_keys_max_age_seconds',
    "Age from which the issuer's keys verify no token; no sample without a limit.",
    () => single(sources.issuerKeysMaxAge),
  );
}

function addRequests(
  registry: Registry,
  { requests, outcomes }: MetricSources,
  eventLoopDelay: Durations,
): void {
  const gauge = adder(registry, 'gauge');
  const counter = adder(registry, 'counter');
  const histogram = adder(registry, 'histogram');
  gauge('gatehouse_requests_in_flight', 'HTTP requests that are being answered.', () =>
    single(requests.inFlight),
  );
  histogram('gatehouse_request_duration_seconds', 'Time to answer a GraphQL request.', (name) =>
    ofDurations(name, requests.durations),
  );
  counter('gatehouse_request_errors_total', 'GraphQL requests that met this error.', () =>
    ofTally(requests.errors),
  );
  counter('gatehouse_credential_mutations_total', 'Credential mutations, by outcome.', () =>
    ofTally(outcomes),
  );
  histogram('gatehouse_event_loop_delay_seconds', 'Time by which a timer was late.', (name) =>
    ofDurations(name, eventLoopDelay),
  );
}

function addCalls(registry: Registry, { auth0, services }: MetricSources): void {
  const counter = adder(registry, 'counter');
  const histogram = adder(registry, 'histogram');
  counter('gatehouse_auth0_calls_total', 'Calls to Auth0, by outcome.', () =>
    ofTally(auth0.counts),
  );
  histogram('gatehouse_auth0_call_duration_seconds', 'Time of a call to Auth0.', (name) =>
    [...auth0.durations].flatMap(([endpoint, one]) => ofDurations(name, one, { endpoint })),
  );
  counter('gatehouse_service_calls_total', 'Calls to services, by outcome.', () =>
    ofTally(services.counts),
  );
  histogram('gatehouse_service_call_duration_seconds', 'Time of a call to a service.', (name) =>
    [...services.durations].flatMap(([service, one]) => ofDurations(name, one, { service })),
  );
}

function addFaults(registry: Registry, sources: MetricSources): void {
  const counter = adder(registry, 'counter');
  const { auditTrail } = sources;
  adder(registry, 'gauge')(
    'gatehouse_audit_events_waiting',
    'Audit events that are not saved yet.',
    () => single(auditTrail.waiting),
  );
  counter(
    'gatehouse_audit_events_lost_total',
    'Audit events that are in the log alone, because they could not be saved.',
    () => single(auditTrail.lost),
  );
  counter(
    'gatehouse_refresh_answers_lost_total',
    "Sign-ins that ended because Auth0's answer to a refresh was lost on its way.",
    () => single(sources.lostRefreshAnswers()),
  );
  counter(
    'gatehouse_setting_reports_total',
    'Requests that met a setting of which the log has a line, such as sign-up that is closed.',
    () => ofTally(sources.settingReports),
  );
}

/**
 * Creates a function that adds metrics of one type to a registry. The registry reads their samples at each scrape. Metrics of the
 * registry itself would need a call for each event, and could not be left out of a process without such events.
 */
function adder(registry: Registry, type: 'counter' | 'gauge' | 'histogram') {
  return (name: string, help: string, read: (name: string) => Sample[]): void => {
    const get = () => Promise.resolve({ name, help, type, values: read(name) });
    registry.registerMetric({ name, help, type, get } as unknown as Metric);
  };
}
