import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import type { SecondFactorState } from '@gatehouse/client';
import type { useSecondFactor } from '@gatehouse/client/react';
import { useState } from 'react';
import { Refusal } from '../../parts/Refusal.tsx';
import { ScreenTitle } from '../../parts/ScreenTitle.tsx';
import { useFields } from '../../parts/use-fields.ts';
import { Options } from './Options.tsx';

type Kind = Parameters<ReturnType<typeof useSecondFactor>['enroll']>[0]['type'];

interface EnrollProps {
  /** The kinds that the tenant offers. Null: the gateway cannot read them. */
  kinds: readonly Kind[] | null;
  refusal: SecondFactorState['refusal'];
  isPending: boolean;
  onEnroll: ReturnType<typeof useSecondFactor>['enroll'];
}

/** Kinds that a user can set up here. */
const possible: readonly Kind[] = ['TOTP', 'SMS', 'VOICE', 'EMAIL'];

/** Lets the user choose a kind of second factor to set up, and asks for a phone number where it needs one. */
export function Enroll({ kinds, refusal, isPending, onEnroll }: EnrollProps) {
  const [byPhone, setByPhone] = useState<Kind>();
  if (byPhone) {
    return (
      <PhoneNumber
        refusal={refusal}
        isPending={isPending}
        onBack={() => {
          setByPhone(undefined);
        }}
        onSubmit={(phoneNumber) => void onEnroll({ type: byPhone, phoneNumber })}
      />
    );
  }
  const choose = (type: Kind) => {
    if (type === 'SMS' || type === 'VOICE') setByPhone(type);
    else void onEnroll({ type });
  };
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <ScreenTitle>Set up a second factor</ScreenTitle>
        <Text c="dimmed">
          It keeps your account safe when somebody learns your password. Choose one.
        </Text>
      </Stack>
      <Refusal refusal={refusal} />
      <Options
        isPending={isPending}
        options={possible
          .filter((kind) => kinds === null || kinds.includes(kind))
          .map((type) => ({
            key: type,
            type,
            onChoose: () => {
              choose(type);
            },
          }))}
      />
    </Stack>
  );
}

interface PhoneNumberProps {
  refusal: SecondFactorState['refusal'];
  isPending: boolean;
  onBack: () => void;
  onSubmit: (phoneNumber: string) => void;
}

function PhoneNumber({ refusal, isPending, onBack, onSubmit }: PhoneNumberProps) {
  const { field, submit, isOfField } = useFields(
    { phoneNumber: '' },
    {
      phoneNumber: (value) =>
        /^\+[\d ]{6,}$/.test(value.trim())
          ? null
          : 'Enter the number with + and the code of the country.',
    },
    refusal,
    'phoneNumber',
  );
  return (
    <form
      noValidate
      aria-labelledby="phone-title"
      onSubmit={submit(({ phoneNumber }) => {
        onSubmit(phoneNumber.trim());
      })}
    >
      <Stack gap="lg">
        <Stack gap="xs">
          <ScreenTitle id="phone-title">Your phone number</ScreenTitle>
          <Text c="dimmed">We send a code to it.</Text>
        </Stack>
        <Refusal refusal={isOfField ? undefined : refusal} />
        <TextInput
          label="Phone number"
          // The example stays on one line: its spaces do not break.
          description={'With + and the code of the country, for example +49\u00a030\u00a01234567'}
          type="tel"
          autoComplete="tel"
          autoFocus
          {...field('phoneNumber')}
        />
        <Button type="submit" loading={isPending}>
          Send the code
        </Button>
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          Choose another kind
        </Anchor>
      </Stack>
    </form>
  );
}
