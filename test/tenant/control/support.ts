import { testTenant, type TestTenant } from '../support.ts';
import type { Switches } from '../../../src/tenant/control/switches.ts';

/** What the control API answers: the state of every switch, or why not. */
export interface ControlAnswer extends Switches {
  status: number;
  error: string;
  error_description: string;
}

export type Control = (method: string, path: string, body?: unknown) => Promise<ControlAnswer>;

/** A way to turn the switches of the tenant at an address. */
export function controlOf({ url }: { url: string }): Control {
  return async (method, path, body) => {
    const response = await fetch(`${url}/control${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const answer = (await response.json()) as Omit<ControlAnswer, 'status'>;
    return { status: response.status, ...answer };
  };
}

/** A tenant of its own for a test, and its switches. */
export async function switchableTenant(): Promise<{ tenant: TestTenant; control: Control }> {
  const tenant = await testTenant();
  return { tenant, control: controlOf(tenant) };
}
