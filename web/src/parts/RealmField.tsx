import { NativeSelect, type NativeSelectProps } from '@mantine/core';
import { useCapabilities } from './use-capabilities.ts';

/** Lets the user choose where the account is. With a single realm there is nothing to choose, and this shows nothing. */
export function RealmField(props: NativeSelectProps) {
  const realms = useCapabilities()?.realms ?? [];
  if (realms.length < 2) return null;
  return (
    <NativeSelect label="Account directory" data={realms.map(({ name }) => name)} {...props} />
  );
}
