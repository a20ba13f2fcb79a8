import { UpstreamDataSource, type Answered } from '../upstream/upstream-data-source.ts';
import { Auth0Error, toAuth0Answer } from './auth0-error.ts';

/** A data source that rejects with an `Auth0Error` for an unsuccessful answer. */
export class Auth0DataSource extends UpstreamDataSource {
  protected override toError({ url, response, parsedBody }: Answered): Auth0Error {
    const endpoint = url.pathname.slice(new URL(this.baseURL).pathname.length);
    return new Auth0Error(toAuth0Answer(endpoint, response, parsedBody));
  }
}
