import type { IncomingMessage, ServerResponse } from 'node:http'
import { Server } from 'node:net'
import { setImmediate as afterPoll, setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

export type Drain = {
  /** True as soon as `stop` was called: what `/readyz` shows. */
  isDraining(): boolean
  /**
   * Stops serving. At once unready; each answer from now on ends its connection; after `noticeMs`, in which a load
   * balancer looks elsewhere, no new connections; what is being answered has `drainMs` to end, then its connection is cut. Calling it again joins the first call.
   */
  stop(app: FastifyInstance): Promise<void>
}

const IDLE_SWEEP_MS = 200
/** A connection that came in last has so long to say what it came for. */
const GRACE_MS = 200

export const createDrain = (
  limits: { readonly noticeMs?: number; readonly drainMs?: number } = {},
): Drain => {
  const { noticeMs = 1000, drainMs = 30_000 } = limits
  let stopping: Promise<void> | undefined
  const stop = async (app: FastifyInstance): Promise<void> => {
    // Said with the answer, so that a client does not send its next request into a connection that we then close.
    app.server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      response.shouldKeepAlive = false
    })
    await wait(noticeMs)
    await stopListening(app)
    await wait(GRACE_MS)
    // A connection that was busy when closing began stays open for its keep-alive time; it is idle after its answer.
    const sweep = setInterval(() => app.server.closeIdleConnections(), IDLE_SWEEP_MS)
    const cut = setTimeout(() => app.server.closeAllConnections(), drainMs)
    try {
      await app.close()
    } finally {
      clearInterval(sweep)
      clearTimeout(cut)
    }
  }
  return {
    isDraining: () => stopping !== undefined,
    stop: (app) => {
      stopping ??= stop(app)
      return stopping
    },
  }
}

/**
 * Takes no more connections, and ends none: closing the HTTP server would end those that have not asked yet, and their
 * requests with them. Right after a poll, which has let in whoever waited at the door.
 */
const stopListening = async ({ server }: FastifyInstance): Promise<void> => {
  await afterPoll()
  if (server.listening) Server.prototype.close.call(server)
}
