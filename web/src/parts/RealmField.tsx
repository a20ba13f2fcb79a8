import { NativeSelect } from '@mantine/core';
import { useCapabilities } from './use-capabilities.ts';

interface RealmFieldProps {
  /** Name of the chosen realm. Empty: the first one. */
  value: string;
  onRealm: (name: string) => void;
}

/** Lets the user choose where the account is. With a single realm there is nothing to choose, and this shows nothing. */
export function RealmField({ value, onRealm }: RealmFieldProps) {
  const names = (useCapabilities()?.realms ?? []).map(({ name }) => name);
  if (names.length < 2) return null;
  return (
    <NativeSelect
      label="Account directory"
      data={names}
      value={value === '' ? names[0] : value}
      onChange={(event) => {
        onRealm(event.currentTarget.value);
      }}
    />
  );
}
