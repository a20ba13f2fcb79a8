import type { TenantSettings } from '../../settings/settings.ts';
import type { Tenant } from '../../tenant-state.ts';
import type { ManagementOperation } from '../operation.ts';

/** Makes the operation `GET /api/v2/attack-protection/brute-force-protection`. */
export function getBruteForceProtection(tenant: Tenant): ManagementOperation {
  return shown(tenant, ({ brute_force_protection }) => brute_force_protection);
}

/** Makes the operation `GET /api/v2/attack-protection/suspicious-ip-throttling`. This tenant has no custom token exchange. */
export function getSuspiciousIpThrottling(tenant: Tenant): ManagementOperation {
  return shown(tenant, ({ suspicious_ip_throttling }) => ({
    ...suspicious_ip_throttling,
    stage: {
      ...suspicious_ip_throttling.stage,
      'pre-custom-token-exchange': { max_attempts: 10, rate: 600_000 },
    },
  }));
}

/** Makes the operation `GET /api/v2/attack-protection/breached-password-detection`. This tenant notifies no administrator. */
export function getBreachedPasswordDetection(tenant: Tenant): ManagementOperation {
  return shown(tenant, ({ breached_password_detection }) => ({
    ...breached_password_detection,
    admin_notification_frequency: [],
    method: 'standard',
  }));
}

/** Makes the operation `GET /api/v2/attack-protection/bot-detection`. This tenant has logins with a password alone. */
export function getBotDetection(tenant: Tenant): ManagementOperation {
  return shown(tenant, ({ bot_detection }) => ({
    ...bot_detection,
    challenge_passwordless_policy: 'never',
    challenge_password_reset_policy: 'never',
    bot_detection_level: 'medium',
    monitoring_mode_enabled: false,
  }));
}

function shown(
  { settings }: Tenant,
  show: (protection: TenantSettings['attack_protection']) => object,
): ManagementOperation {
  return {
    scopes: ['read:attack_protection'],
    answer: () => show(settings.attack_protection),
  };
}
