// The least that a page with React and Apollo Client does, for comparison. With `?query` it shows its heading when a query is answered.
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider, useQuery } from '@apollo/client/react';
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const client = new ApolloClient({
  link: new HttpLink({ uri: '/graphql' }),
  cache: new InMemoryCache(),
});
const query = gql`
  query Empty {
    __typename
  }
`;
const Heading = () => createElement('h1', null, 'Empty');
const Answered = () => useQuery(query).data && createElement(Heading);
const Page = location.search === '?query' ? Answered : Heading;
const page = createElement(ApolloProvider, { client }, createElement(Page));

createRoot(document.getElementById('root')).render(createElement(StrictMode, null, page));
