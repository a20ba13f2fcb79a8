import type { Tenant } from '../tenant-state.ts';
import { html, type Html } from './html.ts';

/** What is out of the ordinary, by a switch: a moved clock, and endpoints that fail. */
export function switchedOn({ clock, faults }: Tenant): Html {
  const failing = Object.entries(faults).flatMap(([endpoint, fault]) =>
    fault
      ? [`${endpoint} ${fault.fault}${'delay_ms' in fault ? ` (${fault.delay_ms} ms)` : ''}`]
      : [],
  );
  const moved = clock.offset() === 0 ? [] : [`clock at ${clock.now().toISOString()}`];
  const all = [...moved, ...failing];
  return all.length === 0 ? html`` : html`<p class="warning">Switched: ${all.join(', ')}</p>`;
}
