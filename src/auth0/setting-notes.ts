import { tenantSettings, type TenantSetting } from './tenant-settings.ts';

/**
 * Log lines for settings that are wrong although requests succeed. Each line is written once in the life of the process: every
 * login would write it again.
 */
export class SettingNotes {
  readonly #written = new Set<TenantSetting>();

  /** Writes the line of a setting, unless it is written already. */
  write(
    setting: TenantSetting,
    log: { warn: (details: object, message: string) => void },
    details: object = {},
  ): void {
    if (this.#written.has(setting)) return;
    this.#written.add(setting);
    log.warn(details, tenantSettings[setting]);
  }
}
