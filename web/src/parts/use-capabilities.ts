import type { Capabilities } from '@gatehouse/client';
import { useSyncExternalStore } from 'react';
import { gatehouse } from '../gatehouse.ts';

type Realm = Capabilities['realms'][number];

/** What the forms can offer. `undefined` until it is known; null when the gateway cannot say. */
let offer: Capabilities | null | undefined;
let request: Promise<void> | undefined;
const listeners = new Set<() => void>();

/** Asks the gateway what the forms can offer. An answer is kept as long as the page; after an outage the next form asks again. */
export function askCapabilities(): void {
  if (offer) return;
  request ??= gatehouse
    .capabilities()
    .catch(() => null)
    .then((answer) => {
      offer = answer;
      request = undefined;
      for (const listener of listeners) listener();
    });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  askCapabilities();
  return () => listeners.delete(listener);
}

/** Returns what the forms can offer: `undefined` until it is known, null when the gateway cannot say at the moment. */
export function useCapabilities(): Capabilities | null | undefined {
  return useSyncExternalStore(subscribe, () => offer);
}

/** Returns the realm of a name, or the first one. Undefined while the gateway cannot say. */
export function realmOf(
  capabilities: Capabilities | null | undefined,
  name: string,
): Realm | undefined {
  const realms = capabilities?.realms ?? [];
  return realms.find((realm) => realm.name === name) ?? realms[0];
}

/** What a user signs in with, in words. */
export function identifierLabel(realm: Realm | undefined): string {
  const names = { EMAIL: 'E-mail address', USERNAME: 'username', PHONE: 'phone number' };
  const words = (realm?.identifiers ?? ['EMAIL']).map((kind) => names[kind]);
  const text = words.join(' or ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
