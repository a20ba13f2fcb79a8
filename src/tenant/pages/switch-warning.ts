import type { Tenant } from '../tenant-state.ts';
import { html, type Html } from './html.ts';

/** Builds a warning that names the switches in use: a moved clock, and failing endpoints. Returns empty HTML if there are none. */
export function switchWarning({ clock, faults }: Tenant): Html {
  const failing = Object.entries(faults.current).flatMap(([endpoint, fault]) =>
    fault
      ? [`${endpoint} ${fault.fault}${'delay_ms' in fault ? ` (${fault.delay_ms} ms)` : ''}`]
      : [],
  );
  const moved = clock.offset() === 0 ? [] : [`clock at ${clock.now().toISOString()}`];
  const all = [...moved, ...failing];
  return all.length === 0 ? html`` : html`<p class="warning">Switched: ${all.join(', ')}</p>`;
}
