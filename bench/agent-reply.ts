import { once } from 'node:events'
import { createServer } from 'node:http'
import { startDesk } from '../test/support/desk.ts'
import { startMailSink } from '../test/support/mail-sink.ts'
import { figure, lanes, ms, percentile } from './support/figures.ts'

/**
 * An agent's public reply through HTTP, one at a time as a person works: standard triggers on, mail leaving to a
 * sink. Its limit: a bare `node:http` server that answers the same number of bytes.
 */
const REPLIES = 400
const sink = await startMailSink()
const desk = await startDesk({ MAINSTAY_SMTP_RELAY: sink.url })
const ids: number[] = []
for (let n = 0; n < 40; n++) {
  const { body } = await desk.api<{ ticket: { id: number } }>('POST', '/api/v2/tickets.json', {
    ticket: {
      subject: `Question ${n}`,
      comment: { body: 'It does not start.' },
      requester: { name: `Customer ${n}`, email: `c${n}@customer.example` },
    },
  })
  ids.push(body.ticket.id)
}
const reply = async (n: number): Promise<void> => {
  const { status } = await desk.api('PUT', `/api/v2/tickets/${ids[n % ids.length]}.json`, {
    ticket: { status: 'pending', comment: { body: `Have you tried step ${n}?`, public: true } },
  })
  if (status !== 200) throw new Error(`reply answered ${status}`)
}
await lanes(40, 1, reply)
const { samples } = await lanes(REPLIES, 1, reply)

const bare = createServer((request, answer) => {
  request.resume().on('end', () => answer.end(Buffer.alloc(3000)))
}).listen(0, '127.0.0.1')
await once(bare, 'listening')
const address = bare.address()
const port = typeof address === 'object' && address !== null ? address.port : 0
const limit = await lanes(REPLIES, 1, async () => {
  await (await fetch(`http://127.0.0.1:${port}/`, { method: 'PUT', body: 'x' })).arrayBuffer()
})
bare.close()
await desk.stop()
await sink.close()
figure(
  'agent reply, p95',
  ms(percentile(samples, 95)),
  `bare HTTP ${ms(percentile(limit.samples, 95))}`,
  '≤ 15 ms',
)
