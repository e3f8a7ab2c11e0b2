import type { FastifyInstance } from 'fastify'
import type { AskAs } from './idempotency.ts'

/** What says who asks, and under which address. */
const PASSED_ON = [
  'authorization',
  'cookie',
  'host',
  'x-on-behalf-of',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
]

/** A request of our own under the credentials of another, through the same door. */
export const askingAs =
  (app: FastifyInstance): AskAs =>
  async (request, path) => {
    const { headers, socket } = request
    const token = new URL(request.originalUrl, 'http://x').searchParams.get('access_token')
    const reply = await app.inject({
      method: 'GET',
      url: token === null ? path : `${path}?${new URLSearchParams({ access_token: token })}`,
      headers: Object.fromEntries(
        PASSED_ON.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])),
      ),
      remoteAddress: socket.remoteAddress ?? '127.0.0.1',
    })
    return { status: reply.statusCode, body: reply.json() as unknown }
  }
