import {
  UpstreamDataSource,
  type Answered,
  type UpstreamOptions,
} from '../upstream/upstream-data-source.ts';
import { Auth0Error, toAuth0Answer } from './auth0-error.ts';
import { endpointOf } from './endpoints.ts';
import type { OddMembers } from './wire.ts';

/** Options of an {@link Auth0DataSource}. */
export interface Auth0DataSourceOptions extends UpstreamOptions {
  oddMembers: OddMembers;
}

/** A data source that rejects with an `Auth0Error` for an unsuccessful answer. */
export class Auth0DataSource extends UpstreamDataSource {
  protected readonly oddMembers: OddMembers;

  constructor(options: Auth0DataSourceOptions) {
    super(options);
    this.oddMembers = options.oddMembers;
  }

  protected override toError({ url, response, parsedBody }: Answered): Auth0Error {
    return new Auth0Error(toAuth0Answer(this.#pathOf(url), response, parsedBody));
  }

  protected override targetOf(url: URL): string {
    return endpointOf(this.#pathOf(url));
  }

  #pathOf({ pathname }: URL): string {
    return pathname.slice(new URL(this.baseURL).pathname.length);
  }
}
