import { testTenant, type TestTenant } from '../support.ts';
import type { Switches } from '../../../src/tenant/control/switches.ts';

/** Answer of the control API: the state of all switches, or an error. */
export interface ControlAnswer extends Switches {
  status: number;
  error: string;
  error_description: string;
}

export type Control = (method: string, path: string, body?: unknown) => Promise<ControlAnswer>;

/** Makes a function that calls the control API of a tenant. */
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

/** Starts a tenant for one test, with a function that calls its control API. */
export async function switchableTenant(): Promise<{ tenant: TestTenant; control: Control }> {
  const tenant = await testTenant();
  return { tenant, control: controlOf(tenant) };
}
