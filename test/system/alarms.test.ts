// needs: promtool
import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { codeBlocks, readPage } from '../docs/page.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Runs promtool. Returns what it has printed, if it has found a fault. */
function faultsOf(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

interface AlarmTests {
  tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
}

describe('docs/alarms.yaml', () => {
  it('has rules that Prometheus takes', () => {
    expect(faultsOf('check', 'rules', 'docs/alarms.yaml')).toBe('');
  });

  it('fires when it should, and not when it should not', () => {
    expect(faultsOf('test', 'rules', 'docs/alarms.test.yaml')).toBe('');
  });

  it('has a test for each alarm that it fires, and two that it does not', () => {
    const names = [...readPage('alarms.yaml').matchAll(/alert: (\w+)/g)].map(
      ([, name = '']) => name,
    );
    const { tests } = parse(readPage('alarms.test.yaml')) as AlarmTests;
    const expectations = tests.flatMap((test) => test.alert_rule_test);
    const expected = (fires: boolean) =>
      expectations
        .filter(({ exp_alerts }) => exp_alerts.length > 0 === fires)
        .map(({ alertname }) => alertname);
    expect(expected(true)).toEqual(names);
    expect(expected(false).sort()).toEqual([...names, ...names].sort());
  });

  it('is read by a Prometheus that is configured as on the page', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'prometheus.yml');
    copyFileSync('docs/alarms.yaml', join(folder, 'alarms.yaml'));
    writeFileSync(file, present(codeBlocks(readPage('metrics.md'), 'yaml')[0]));
    expect(faultsOf('check', 'config', file)).toBe('');
  });
});
