import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Lets an answer go out only when all changes up to then are on disk. What a client was told, a restart does not forget. While the
 * changes cannot be saved, every answer is an error.
 */
export function answerWhenSaved(app: FastifyInstance, saved: () => Promise<void>): void {
  const refused = new WeakSet<FastifyRequest>();
  app.addHook('onSend', async (request, _reply, payload) => {
    // The answer that says so goes out.
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
