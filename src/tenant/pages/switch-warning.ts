import type { Tenant } from '../tenant-state.ts';
import { html, type Html } from './html.ts';

/**
 * Builds a warning that names the switches in use: a moved clock, failing endpoints, and another lifetime of tokens. Returns empty HTML
 * if there are none.
 */
export function switchWarning({ clock, faults, tokenLifetime: { seconds } }: Tenant): Html {
  const failing = Object.entries(faults.current).flatMap(([endpoint, fault]) =>
    fault
      ? [`${endpoint} ${fault.fault}${'delay_ms' in fault ? ` (${fault.delay_ms} ms)` : ''}`]
      : [],
  );
  const moved = clock.offset() === 0 ? [] : [`clock at ${clock.now().toISOString()}`];
  const short = seconds === null ? [] : [`access tokens live ${seconds} s`];
  const all = [...moved, ...failing, ...short];
  return all.length === 0 ? html`` : html`<p class="warning">Switched: ${all.join(', ')}</p>`;
}
