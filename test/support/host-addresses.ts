import dns from 'node:dns/promises';
import { jest } from '@jest/globals';

/** A name in the place of `localhost`, whose addresses differ from machine to machine. */
export const hostName = 'gateway.test';

/** Lets {@link hostName} have these addresses, until the test ends. */
export function giveAddresses(...addresses: string[]): void {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  jest.spyOn(dns, 'lookup').mockResolvedValue(found as never);
}

/** The host of an address in a URL. */
export function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
