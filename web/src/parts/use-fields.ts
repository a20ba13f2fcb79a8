import { useForm, type FormValidateInput } from '@mantine/form';
import { useEffect } from 'react';

/** What a gateway says about a form: `field` names the value that is wrong. */
interface FormRefusal {
  readonly __typename: string;
  readonly message: string;
  readonly field?: string;
}

/**
 * Values of a form. A field that is wrong says so below itself and takes the focus: by `rules` before the form is sent, and by the
 * `refusal` of the gateway afterwards.
 *
 * @param focusAfter - the field that takes the focus after a refusal that names no field
 */
export function useFields<Values extends Record<string, unknown>>(
  initialValues: Values,
  rules: FormValidateInput<Values>,
  refusal?: FormRefusal,
  focusAfter?: keyof Values & string,
) {
  const form = useForm<Values>({ mode: 'uncontrolled', initialValues, validate: rules });
  const { setFieldError, getInputNode } = form;
  const isOfField = refusal?.field !== undefined && refusal.field in initialValues;
  useEffect(() => {
    if (!refusal) return;
    const { field, message } = refusal;
    if (isOfField && field) setFieldError(field, message);
    const node = isOfField && field ? field : focusAfter;
    if (node) getInputNode(node)?.focus();
    // A new refusal is a new object, also when it says the same.
  }, [refusal]);
  return {
    field: (name: keyof Values & string) => form.getInputProps(name),
    values: form.getValues,
    /** Handler of the form's `onSubmit`. */
    submit: (send: (values: Values) => unknown) =>
      form.onSubmit(
        (values) => void send(values),
        (errors) => {
          const [first] = Object.keys(errors);
          if (first) getInputNode(first)?.focus();
        },
      ),
    /** Whether the refusal has its place at a field, so that the form need not show it again. */
    isOfField,
  };
}

/** A rule for a field that must not be empty. */
export const required = (message: string) => (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' ? null : message;
