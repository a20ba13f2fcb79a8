import { Tally } from '../telemetry/tally.ts';
import {
  severityOf,
  tenantSettings,
  type Severity,
  type TenantSetting,
} from './tenant-settings.ts';

/** The log of one request, for refusals of Auth0. */
export interface RefusalLog {
  info: (details: object, message: string) => void;
  warn: (details: object, message: string) => void;
  error: (details: object, message: string) => void;
}

/** Reports of one request. {@link SettingLog} writes a line for the first of equal reports, and seldom for a later one. */
export interface Reports {
  /** Reports that a request has met a wrong setting of the tenant or the gateway. */
  setting: (setting: TenantSetting, details: object) => void;
  /** Reports another fault, a `warn` with a second possible meaning, or what costs nothing (`info`). */
  line: (level: 'info' | 'warn' | 'error', details: object, message: string) => void;
}

/** Options of a {@link SettingLog}. */
export interface SettingLogOptions {
  /** Milliseconds between two lines of the same fault; 0 writes each of them. Default: an hour. */
  period?: number;
  now: () => Date;
}

const hour = 60 * 60 * 1000;

/** Level of the line of a setting that is written once in the life of the process. Undefined for a line that comes again. */
const levelOfOnce: Record<Severity, 'info' | 'warn' | undefined> = {
  fault: undefined,
  degraded: 'warn',
  closed: 'warn',
  optional: 'info',
};

const settings = Object.keys(tenantSettings) as TenantSetting[];

/** Maximum number of different reports. Beyond that number, all reports with the same message count as one. */
const maxKeys = 500;

/**
 * Keeps the log readable while clients meet a setting of the tenant: each of their requests would be a line.
 *
 * The first report of a fault gives a line. A later one gives a line after `period`, with the number of reports since then as
 * `repeats`. Reports are of one kind if message, operation and Auth0's answer are the same. What is closed on purpose, such as
 * sign-up, and what is wrong although requests succeed, gives one line for the process. All reports are counted.
 */
export class SettingLog {
  /** Number of reports so far, by setting and its severity. */
  readonly counts = new Tally(
    ['setting', 'severity'],
    settings.map((setting) => [setting, severityOf(setting)]),
  );
  readonly #options: Required<SettingLogOptions>;
  readonly #written = new Map<string, { at: number; repeats: number }>();

  constructor({ period = hour, now }: SettingLogOptions) {
    this.#options = { period, now };
  }

  /** Makes the reports of one request. */
  reportsOf(log: RefusalLog): Reports {
    const { period } = this.#options;
    const line: Reports['line'] = (level, details, message) => {
      const repeats = this.#take(this.#keyOf(message, details), period);
      if (repeats === undefined) return;
      log[level]({ ...details, ...(repeats > 0 && { repeats }) }, message);
    };
    return {
      setting: (setting, details) => {
        const severity = severityOf(setting);
        this.counts.add(setting, severity);
        const message = tenantSettings[setting];
        const level = levelOfOnce[severity];
        if (!level) line('error', details, message);
        else if (this.#take(message, Infinity) === 0) log[level](details, message);
      },
      line,
    };
  }

  /** @returns the number of equal reports since the last line; undefined if it is too early for another line */
  #take(key: string, period: number): number | undefined {
    const instant = this.#options.now().getTime();
    const last = this.#written.get(key);
    if (last && Math.abs(instant - last.at) < period) {
      last.repeats += 1;
      return undefined;
    }
    this.#written.set(key, { at: instant, repeats: 0 });
    return last?.repeats ?? 0;
  }

  #keyOf(message: string, details: object): string {
    const key = JSON.stringify([message, details], (_name, value: unknown) =>
      value instanceof Error ? [value.name, value.message] : value,
    );
    return this.#written.has(key) || this.#written.size < maxKeys ? key : message;
  }
}
