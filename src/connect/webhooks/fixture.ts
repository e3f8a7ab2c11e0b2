import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestProcess, testProcess } from '../../../test/support/identity.ts'
import { people } from '../../people/index.ts'
import { sql } from '../../platform/db/index.ts'
import { createEgress } from '../../platform/egress/index.ts'
import { feedDispatcher } from '../../platform/feed/index.ts'
import type { Ground } from '../../platform/ground.ts'
import { ulidOf } from '../../sla/index.ts'
import { type TicketDesk, ticketDesk } from '../../tickets/fixture.ts'
import { tickets } from '../../tickets/index.ts'
import { WEBHOOK_KEY } from './call.ts'
import { feedReader } from './feed-reader.ts'
import type { WebhookRoom } from './room.ts'
import { type Sender, sender } from './sender.ts'
import { newSigningSecret } from './sign.ts'
import { insertWebhook, type Webhook, type WebhookSettings } from './store.ts'

export type Got = {
  readonly path: string
  readonly method: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** An endpoint on this machine; answers 200 unless told otherwise. */
export const openReceiver = async () => {
  const got: Got[] = []
  let answer = (_got: Got, response: ServerResponse): void => void response.end('ok')
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const one = { path: request.url ?? '', method: request.method ?? '', headers: request.headers, body }
    got.push(one)
    answer(one, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    got,
    url: `http://127.0.0.1:${port}/hook`,
    answers: (next: typeof answer) => {
      answer = next
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

/** For this room's tests: the small desk of tickets, with webhooks to an endpoint on this machine. */
export type WebhookDesk = Awaited<ReturnType<typeof webhookDesk>>

export const webhookDesk = async () => {
  const desk: TicketDesk = await ticketDesk()
  const receiver = await openReceiver()
  const ground: Ground = {
    ...desk.ground,
    egress: createEgress(),
    settings: { ...desk.ground.settings, webhookHosts: ['127.0.0.1'] },
  }
  const door = people(ground)
  const room: WebhookRoom = {
    ground,
    people: door,
    tickets: tickets(ground, door),
    timeoutMs: 300,
    onQueued: () => undefined,
  }
  const self = await testProcess(desk.ground.db)
  const dispatcher = feedDispatcher({ ...desk.ground, session: self.session })
  await dispatcher.start()
  const reader = feedReader(room)
  const processes: TestProcess[] = [self]
  /** All that was committed is numbered and turned into messages. */
  const read = async (): Promise<void> => {
    while ((await desk.ground.db.rows(sql`select from feed_inbox limit 1`)).length > 0) {
      dispatcher.poke()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    while ((await reader.turn()) === 0);
  }
  return {
    desk,
    ground,
    clock: desk.ground.clock,
    room,
    receiver,
    read,
    /** A process of its own that sends; `die` is a crash. */
    process: async (): Promise<{ readonly sender: Sender; readonly die: () => Promise<void> }> => {
      const other = await testProcess(desk.ground.db)
      processes.push(other)
      return { sender: sender({ ...room, ground: { ...ground, identity: other.identity } }), die: other.die }
    },
    make: (settings: Partial<WebhookSettings> = {}): Promise<Webhook> =>
      insertWebhook(ground.db, {
        id: ulidOf(ground.clock.now(), ground.randomBytes(10)),
        settings: { ...SETTINGS, endpoint: receiver.url, ...settings },
        credentials: null,
        secret: ground.keys.seal(WEBHOOK_KEY, Buffer.from(newSigningSecret(ground.randomBytes))),
        isTarget: false,
        by: null,
        at: ground.clock.now(),
      }),
    close: async () => {
      await dispatcher.stop()
      for (const one of processes) await one.die()
      await receiver.close()
      await desk.close()
    },
  }
}

const SETTINGS: Omit<WebhookSettings, 'endpoint'> = {
  name: 'Robot',
  description: null,
  status: 'active',
  subscriptions: ['conditional_ticket_events'],
  http_method: 'POST',
  request_format: 'json',
  authentication: null,
  custom_headers: null,
}
