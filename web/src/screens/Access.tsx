import { gql, type TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { Paper, Stack, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconLock from '@tabler/icons-react/icons/IconLock';
import { Answer } from '../parts/Answer.tsx';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';
import classes from './Access.module.css';

interface Field {
  name: string;
  kind: 'QUERY' | 'MUTATION';
  description: string | null;
  allowed: boolean;
  rule: string;
  reason: string | null;
}

const access: TypedDocumentNode<{ access: Field[] | null }> = gql`
  query Access {
    access {
      name
      kind
      description
      allowed
      rule
      reason
    }
  }
`;

/** Each root field of the schema, allowed or refused for the user, and why. */
export default function Access() {
  const query = useQuery(access, {
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  });
  const fields = query.data?.access;
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <ScreenTitle>What I may do</ScreenTitle>
        <Text c="dimmed">
          Each field of the API, by the guards in its schema
          {fields && `: ${summarize(fields)}`}.
        </Text>
      </Stack>
      <Answer
        query={query}
        value={fields}
        failure="The list cannot be read at the moment."
        height={420}
      >
        {(all) => (
          <>
            <Fields title="Read" fields={all.filter(({ kind }) => kind === 'QUERY')} />
            <Fields title="Change" fields={all.filter(({ kind }) => kind === 'MUTATION')} />
          </>
        )}
      </Answer>
    </Stack>
  );
}

function summarize(fields: readonly Field[]): string {
  const refused = fields.filter(({ allowed }) => !allowed).length;
  return refused === 0
    ? `you may use all ${fields.length}`
    : `you may use ${fields.length - refused} of ${fields.length}`;
}

function Fields({ title, fields }: { title: string; fields: readonly Field[] }) {
  if (fields.length === 0) return null;
  return (
    <section aria-label={title}>
      <Title order={2} mb="sm">
        {title}
      </Title>
      <Paper withBorder component="ul" className={classes.list}>
        {[...fields].sort(refusedFirst).map((field) => (
          <FieldRow key={field.name} {...field} />
        ))}
      </Paper>
    </section>
  );
}

function refusedFirst(one: Field, other: Field): number {
  return Number(one.allowed) - Number(other.allowed);
}

function FieldRow({ name, description, allowed, rule, reason }: Field) {
  const Icon = allowed ? IconCheck : IconLock;
  return (
    <li className={classes.field}>
      <ThemeIcon size={28} radius="xl" variant="light" color={allowed ? 'pine' : 'red'} aria-hidden>
        <Icon size={16} stroke={2} />
      </ThemeIcon>
      <div className={classes.words}>
        <VisuallyHidden>{allowed ? 'Allowed: ' : 'Refused: '}</VisuallyHidden>
        <Text component="span" ff="monospace" fz="sm" fw={600}>
          {name}
        </Text>
        {description && (
          <Text size="sm" c="dimmed">
            {firstSentence(description)}
          </Text>
        )}
      </div>
      <Text
        size="sm"
        className={classes.rule}
        {...(reason ? { c: 'var(--mantine-color-error)' } : { c: 'dimmed' })}
      >
        {reason ?? rule}
      </Text>
    </li>
  );
}

/** The first sentence of a description, without the marks of its code. */
function firstSentence(description: string): string {
  const [sentence = description] = /^.*?[.:](?=\s|$)/s.exec(description) ?? [];
  return sentence.replaceAll('`', '').replaceAll(/\s+/g, ' ').replace(/:$/, '.');
}
