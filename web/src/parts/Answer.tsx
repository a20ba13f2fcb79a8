import type { useQuery } from '@apollo/client/react';
import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Refusal } from './Refusal.tsx';

interface AnswerProps<Value> {
  query: Pick<useQuery.Result, 'error' | 'loading' | 'refetch'>;
  /** What the screen shows of the answer. Null or undefined: there is none. */
  value: Value | null | undefined;
  /** What the user reads when the query fails. */
  failure: string;
  /** Height of the placeholder while the query is under way (pixels). */
  height: number;
  children: (value: Value) => ReactNode;
}

/** The answer to a query: a placeholder until it is there, then its value. A query that fails says so, and can be sent again. */
export function Answer<Value>({ query, value, failure, height, children }: AnswerProps<Value>) {
  const { error, loading, refetch } = query;
  return (
    <>
      {error && !loading && (
        <Refusal
          refusal={{ __typename: 'Error', message: failure }}
          onRetry={() => void refetch()}
        />
      )}
      {value ? children(value) : loading && <Skeleton h={height} radius="lg" />}
    </>
  );
}
