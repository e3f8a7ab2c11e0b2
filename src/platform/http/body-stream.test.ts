import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it, vi } from 'vitest'
import { bodyStream } from './body-stream.ts'

let server: Server
afterEach(() => server.close())

const serve = async (listener: RequestListener): Promise<number> => {
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

it('is the body of a request', async () => {
  const port = await serve(async (request, response) => void response.end(await text(bodyStream(request))))
  const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: 'x'.repeat(300_000) })
  expect(await answer.text()).toBe('x'.repeat(300_000))
})

it('that is ended early lets the answer through', async () => {
  const port = await serve((request, response) => {
    bodyStream(request).destroy()
    response.writeHead(413).end()
  })
  for (let n = 0; n < 5; n++) {
    const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: Buffer.alloc(5_000_000) })
    expect(answer.status).toBe(413)
  }
})

it('breaks off with its request', async () => {
  let failure: unknown
  const port = await serve((request) => {
    text(bodyStream(request)).catch((error: unknown) => {
      failure = error
    })
  })
  const socket = connect(port, '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf')
  await once(server, 'request')
  socket.destroy()
  await vi.waitFor(() => expect(String(failure)).toMatch(/broke off|aborted|ECONNRESET/))
})
