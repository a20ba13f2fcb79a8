import { UpstreamDataSource, type Answered } from '../upstream/upstream-data-source.ts';
import { Auth0Error, toAuth0Answer } from './auth0-error.ts';

/** A data source that rejects with an `Auth0Error` for an answer that is no success. Equal GETs are each sent. */
export class Auth0DataSource extends UpstreamDataSource {
  protected override throwIfResponseIsError({
    url,
    response,
    parsedBody,
  }: Answered): Promise<void> {
    if (response.ok) return Promise.resolve();
    const endpoint = url.pathname.slice(new URL(this.baseURL).pathname.length);
    return Promise.reject(new Auth0Error(toAuth0Answer(endpoint, response, parsedBody)));
  }

  protected override requestDeduplicationPolicyFor() {
    return { policy: 'do-not-deduplicate' } as const;
  }
}
