import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readConfig } from '../../src/config/config.ts';
import { startGateway } from '../../src/gateway.ts';
import { tenantSettings } from '../../src/auth0/tenant-settings.ts';
import { services } from '../../src/services/services.ts';
import { scrape, type Scrape } from '../support/metrics.ts';
import { present } from '../support/present.ts';
import { unusedServices } from '../support/unused-services.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readSchemaText } from '../support/schema-text.ts';
import { readPage, tableRows } from './page.ts';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
}

const page = readPage('metrics.md');
const metrics = tableRows(page, 'Metric').map(
  ([name = '', type = '', labels = '', , alarms = '']) => ({
    name: name.replaceAll('`', ''),
    type,
    labels: labels === '–' ? [] : labels.split('; ').map(readLabel),
    alarms: [...alarms.matchAll(/\[(\w+)\]/g)].map(([, alarm = '']) => alarm),
  }),
);
const { groups } = parse(readPage('alarms.yaml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

/** Reads a label of the page, with its values. The values are undefined where the page says in words what they are. */
function readLabel(text: string) {
  const [, name = '', rest = ''] = /^`(\w+)`: (.*)$/.exec(text) ?? [];
  const values = [...rest.matchAll(/`([^`]+)`/g)].map(([, value = '']) => value);
  return { name, values: values.length > 0 ? values.sort() : undefined };
}

let scraped: Scrape;
beforeAll(async () => {
  const env = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'fatal',
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: '0',
    SHUTDOWN_DELAY: '0',
    STATE_DIR: temporaryFolder(),
    AUTH0_DOMAIN: 'http://127.0.0.1:1',
    AUTH0_CLIENT_ID: 'test-client',
    AUTH0_CLIENT_SECRET: 'test-secret',
    AUTH0_AUDIENCE: 'https://api.test.example',
    ...unusedServices(),
    SERVICE_ORDERS_URL: 'http://127.0.0.1:1',
  };
  const gateway = await startGateway(readConfig(env, [...Object.keys(services), 'orders']));
  scraped = await scrape(gateway);
  await gateway.close();
});

/** Returns the label names of a metric as served, each with its values. */
function served(metric: string): Map<string, string[]> {
  const lines = scraped.samples.filter(
    ({ name }) => name.replace(/_(bucket|sum|count)$/, '') === metric || name === metric,
  );
  const labels = new Set(lines.flatMap((line) => Object.keys(line.labels)));
  labels.delete('le');
  return new Map(
    [...labels].map((label) => {
      const values = new Set(lines.flatMap((line) => line.labels[label] ?? []));
      return [label, [...values].filter((value) => value !== '' && value !== 'other').sort()];
    }),
  );
}

describe('docs/metrics.md', () => {
  it('has every metric that a gateway serves, with its type, and no other', () => {
    expect(Object.fromEntries(metrics.map(({ name, type }) => [name, type]))).toEqual(
      Object.fromEntries(scraped.types),
    );
  });

  it.each(metrics)('has the labels of $name, and all their values', ({ name, labels }) => {
    const real = served(name);
    expect(labels.map((label) => label.name)).toEqual([...real.keys()]);
    for (const label of labels) {
      if (label.values) expect(label.values).toEqual(real.get(label.name));
    }
  });

  it('says in words which values come from other lists, and they do', () => {
    const schema = readSchemaText();
    const outcomes = present(served('gatehouse_credential_mutations_total').get('outcome'));
    expect(outcomes).toContain('Session');
    const others = outcomes.filter((outcome) => !schema.includes(`type ${outcome} `));
    expect(others).toEqual(['SignInsEnded', 'SignInsEnding']);
    for (const outcome of others) expect(page).toContain(outcome);
    const settings = served('gatehouse_setting_reports_total').get('setting');
    expect(settings).toEqual(Object.keys(tenantSettings).sort());
  });

  it('explains every alarm, with its severity, and no other', () => {
    const explained = tableRows(page, 'Alarm').map(([alarm = '', severity]) => [
      alarm.replaceAll('`', ''),
      severity,
    ]);
    expect(explained).toEqual(rules.map(({ alert, labels }) => [alert, labels.severity]));
  });

  it('names at each metric the alarms that read it', () => {
    for (const { name, alarms } of metrics) {
      const readers = rules.filter(({ expr }) => new RegExp(`${name}(_bucket)?\\b`).test(expr));
      expect([name, ...alarms].sort()).toEqual([name, ...readers.map(({ alert }) => alert)].sort());
    }
  });
});

describe('docs/alarms.yaml', () => {
  it.each(rules)('$alert reads metrics that exist, with values that exist', ({ expr }) => {
    const selectors = [...expr.matchAll(/(gatehouse_\w+?)(?:_bucket|_count)?\b(?:\{(.*?)\})?/g)];
    for (const [, metric = '', matchers = ''] of selectors) {
      expect([...scraped.types.keys()]).toContain(metric);
      for (const [, label = '', values = ''] of matchers.matchAll(/(\w+)!?=~?"([^"]*)"/g)) {
        expect(served(metric).get(label)).toEqual(expect.arrayContaining(values.split('|')));
      }
    }
  });
});
