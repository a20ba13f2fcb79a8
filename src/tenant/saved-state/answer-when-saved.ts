import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Delays each answer until all earlier changes are on disk, so that a restart forgets nothing that a client was told. While
 * changes cannot be saved, every answer is an error.
 */
export function answerWhenSaved(app: FastifyInstance, saved: () => Promise<void>): void {
  const refused = new WeakSet<FastifyRequest>();
  app.addHook('onSend', async (request, _reply, payload) => {
    // This is the error itself, which must not wait.
    if (refused.has(request)) return payload;
    try {
      await saved();
      return payload;
    } catch (error) {
      refused.add(request);
      console.error(`The local tenant cannot save its state: ${(error as Error).message}`);
      throw error;
    }
  });
}
