import dns from 'node:dns/promises';
import { jest } from '@jest/globals';

/** A host name that stands for `localhost`, whose addresses differ between machines. */
export const hostName = 'gateway.test';

/** Gives {@link hostName} these addresses until the test ends. */
export function giveAddresses(...addresses: string[]): void {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  jest.spyOn(dns, 'lookup').mockResolvedValue(found as never);
}

/** Returns an address in the form that it has in a URL: IPv6 in brackets. */
export function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
