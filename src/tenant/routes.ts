import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { controlRoutes } from './control/control-routes.ts';
import { changePasswordEndpoint } from './endpoints/change-password.ts';
import { discoveryEndpoint } from './endpoints/discovery.ts';
import { emailVerificationEndpoint } from './endpoints/email-verification-page.ts';
import { fontEndpoint } from './endpoints/font.ts';
import { homePage } from './endpoints/home-page.ts';
import { jwksEndpoint } from './endpoints/jwks.ts';
import { outboxEndpoint } from './endpoints/outbox.ts';
import {
  resetPasswordEndpoint,
  resetPasswordPageEndpoint,
} from './endpoints/reset-password-page.ts';
import { revocationEndpoint } from './endpoints/revocation.ts';
import { signUpEndpoint } from './endpoints/signup.ts';
import { tokenEndpoint } from './endpoints/token.ts';
import { unblockEndpoint } from './endpoints/unblock-page.ts';
import { userExportEndpoint } from './endpoints/user-export.ts';
import { userInfoEndpoint } from './endpoints/userinfo.ts';
import { fontPath } from './pages/font.ts';
import { answerWhenSaved } from './saved-state/answer-when-saved.ts';
import { applyFaults } from './faults/apply-faults.ts';
import { answerError, answerNotBuilt } from './http/error-handler.ts';
import { acceptEmptyJson, acceptForms } from './http/parameters.ts';
import { managementRoutes } from './management-api/routes.ts';
import { associateEndpoint } from './mfa-api/associate.ts';
import { authenticatorEndpoint, authenticatorsEndpoint } from './mfa-api/authenticators.ts';
import { challengeEndpoint } from './mfa-api/challenge.ts';
import type { Tenant } from './tenant-state.ts';

/** Adds all routes of the tenant. */
export function tenantRoutes(app: FastifyInstance, tenant: Tenant): void {
  acceptForms(app);
  acceptEmptyJson(app);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotBuilt());
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers({
      'x-auth0-requestid': randomBytes(10).toString('hex'),
      'x-content-type-options': 'nosniff',
      // The tenant's own clock, which a switch can move.
      date: tenant.now().toUTCString(),
    });
    done();
  });

  answerWhenSaved(app, tenant.saved);
  applyFaults(app, tenant.faults);

  app.get('/', homePage(tenant));
  app.get('/outbox', outboxEndpoint(tenant));
  app.get(fontPath, fontEndpoint());
  app.get('/.well-known/openid-configuration', discoveryEndpoint(tenant));
  app.get('/.well-known/oauth-authorization-server', discoveryEndpoint(tenant));
  app.get('/.well-known/jwks.json', jwksEndpoint(tenant));
  app.post('/oauth/token', tokenEndpoint(tenant));
  app.post('/oauth/revoke', revocationEndpoint(tenant));
  app.route({ method: ['GET', 'POST'], url: '/userinfo', handler: userInfoEndpoint(tenant) });
  app.post('/dbconnections/signup', signUpEndpoint(tenant));
  app.post('/dbconnections/change_password', changePasswordEndpoint(tenant));
  app.get('/u/reset-password', resetPasswordPageEndpoint(tenant));
  app.post('/u/reset-password', resetPasswordEndpoint(tenant));
  app.get('/u/email-verification', emailVerificationEndpoint(tenant));
  app.get('/u/unblock', unblockEndpoint(tenant));
  app.get('/mfa/authenticators', authenticatorsEndpoint(tenant));
  app.delete('/mfa/authenticators/:id', authenticatorEndpoint(tenant));
  app.post('/mfa/associate', associateEndpoint(tenant));
  app.post('/mfa/challenge', challengeEndpoint(tenant));
  managementRoutes(app, tenant);
  app.get('/user-exports/:key/:file', userExportEndpoint(tenant));
  app.register(
    (control, _options, done) => {
      controlRoutes(control, tenant);
      done();
    },
    { prefix: '/control' },
  );
}
