import { Tally } from '../telemetry/tally.ts';
import {
  severityOf,
  tenantSettings,
  type Severity,
  type TenantSetting,
} from './tenant-settings.ts';

/** Log of one request. */
export interface RefusalLog {
  info: (details: object, message: string) => void;
  warn: (details: object, message: string) => void;
  error: (details: object, message: string) => void;
}

/** Reports of one request. {@link SettingLog} logs the first of equal reports, and later ones only rarely. */
export interface Reports {
  /** Reports a wrong setting of the tenant or the gateway. */
  setting: (setting: TenantSetting, details: object) => void;
  /**
   * Reports a fault that has no method of its own. Level `warn` is for answers that may also have a cause other than a setting,
   * `info` for those that harm no request.
   */
  line: (level: 'info' | 'warn' | 'error', details: object, message: string) => void;
}

/** Options of a {@link SettingLog}. */
export interface SettingLogOptions {
  /** Milliseconds between two lines about the same fault. 0 logs every report. Default: one hour. */
  period?: number;
  now: () => Date;
}

const hour = 60 * 60 * 1000;

/** Level of the line for severities that are logged once per process. Undefined for a severity that is logged repeatedly. */
const levelOfOnce: Record<Severity, 'info' | 'warn' | undefined> = {
  fault: undefined,
  degraded: 'warn',
  closed: 'warn',
  optional: 'info',
};

const settings = Object.keys(tenantSettings) as TenantSetting[];

/** Maximum number of different reports. Beyond it, all reports with the same message count as equal. */
const maxKeys = 500;

/**
 * Limits log lines about settings of the tenant, because otherwise each client request could add a line.
 *
 * The first report of a fault is logged. A later equal report is logged after `period`, with the number of reports since then as
 * `repeats`. Reports are equal if message, operation and Auth0's answer are the same. Two kinds are logged once per process only:
 * features that are closed on purpose, such as sign-up, and settings that are wrong although requests succeed. All reports are
 * counted.
 */
export class SettingLog {
  /** Number of reports, by setting and severity. */
  readonly counts = new Tally(
    ['setting', 'severity'],
    settings.map((setting) => [setting, severityOf(setting)]),
  );
  readonly #options: Required<SettingLogOptions>;
  readonly #written = new Map<string, { at: number; repeats: number }>();

  constructor({ period = hour, now }: SettingLogOptions) {
    this.#options = { period, now };
  }

  /** Creates the reports of one request. */
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

  /**
   * Decides whether to log a report.
   *
   * @returns the number of equal reports since the last line. Undefined if it is too early for another line
   */
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
