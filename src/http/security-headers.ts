import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** Returns helmet's headers for JSON responses. They are the same for each response, so call this function once. */
export function createSecurityHeaders(): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const setHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
  setHeaders(request, response, (error) => {
    if (error instanceof Error) throw error;
  });
  return response.getHeaders();
}
