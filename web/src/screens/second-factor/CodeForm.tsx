import { Button, Stack, TextInput } from '@mantine/core';
import { required, useFields } from '../../parts/use-fields.ts';
import classes from './CodeForm.module.css';

interface CodeFormProps {
  label: string;
  /** A recovery code has letters, too. */
  isRecovery?: boolean;
  refusal: { readonly __typename: string; readonly message: string } | undefined;
  isPending: boolean;
  onSubmit: (code: string) => void;
}

/** One field for a code. A phone offers the code of a new SMS above its keyboard. */
export function CodeForm({
  label,
  isRecovery = false,
  refusal,
  isPending,
  onSubmit,
}: CodeFormProps) {
  const { field, submit } = useFields(
    { code: '' },
    { code: required(isRecovery ? 'Enter the recovery code.' : 'Enter the code.') },
    refusal,
    'code',
  );
  return (
    <form
      noValidate
      onSubmit={submit(({ code }) => {
        onSubmit(code);
      })}
    >
      <Stack gap="lg">
        <TextInput
          label={label}
          autoComplete={isRecovery ? 'off' : 'one-time-code'}
          inputMode={isRecovery ? 'text' : 'numeric'}
          autoCapitalize={isRecovery ? 'characters' : 'none'}
          spellCheck={false}
          autoFocus
          classNames={{ input: isRecovery ? classes.recovery : classes.code }}
          {...field('code')}
        />
        <Button type="submit" loading={isPending}>
          Continue
        </Button>
      </Stack>
    </form>
  );
}
