import type { IncomingMessage } from 'node:http'
import { PassThrough, type Readable } from 'node:stream'

/**
 * A request's body as a stream of its own. Whoever ends it early, because it is too much or there is no room, ends it
 * alone: ending the request itself would take the connection with it, and the answer that says why. What is left of the
 * body is read into nothing, for as long as a request may take.
 */
export const bodyStream = (request: IncomingMessage): Readable => {
  const body = new PassThrough()
  request.pipe(body)
  request.on('error', (error) => body.destroy(error))
  request.on('close', () => {
    if (!request.complete) body.destroy(new Error('The request broke off'))
  })
  body.on('close', () => {
    request.unpipe(body)
    request.resume()
  })
  return body
}
