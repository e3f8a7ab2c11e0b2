import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import type { Id } from '../../kernel/index.ts'
import type { Mainstay } from '../../main.ts'
import { createLogger } from '../../platform/log/index.ts'
import type { Settings } from '../../platform/settings/index.ts'
import { type Command, type Io, JSON_OPTION } from '../command.ts'
import { freePort } from '../demo/free-port.ts'
import type { DemoPeople } from '../demo/keepsake.ts'
import { catchMail } from '../demo/mail-catcher.ts'
import { type DemoPage, demoPage } from '../demo/page.ts'
import { prepare } from '../demo/prepare.ts'
import { askedToEnd, readable, startOrExplain } from './serve.ts'

export const demo: Command = {
  name: 'demo',
  summary: 'Serves a simulated organisation, and prints how to look at it, until it is told to stop (Ctrl-C)',
  options: [JSON_OPTION],
  defaults: {
    MAINSTAY_DATA_DIR: './data/demo',
    MAINSTAY_SUPPORT_ADDRESS: 'support@localhost',
    MAINSTAY_MAIL_UNAUTHENTICATED: 'accept',
    MAINSTAY_LOG_LEVEL: 'warn',
  },
  run: async ({ settings: asked, options }, io) => {
    const end = askedToEnd(io)
    const outbox = join(resolve(asked.dataDir), 'outbox')
    const catcher = asked.smtpRelay === undefined ? await catchMail(outbox) : undefined
    try {
      const settings = { ...(await withFreePorts(asked, io)), smtpRelay: asked.smtpRelay ?? catcher?.url }
      const print = (page: DemoPage): void =>
        io.out(options.has('json') ? JSON.stringify(page) : demoPage(page))
      await serveDemo(settings, { outbox: catcher && outbox, print, end, io })
    } finally {
      await catcher?.close()
    }
    return 0
  },
}

/** Takes the next free ports where the wanted ones are taken, and says so. Links go by the port in use. */
const withFreePorts = async (settings: Settings, io: Io): Promise<Settings> => {
  const port = await freePort(settings.host, settings.port)
  const smtpPort = await freePort(settings.smtpHost, settings.smtpPort)
  for (const [wanted, taken] of [
    [settings.port, port],
    [settings.smtpPort, smtpPort],
  ] as const) {
    if (wanted !== 0 && wanted !== taken) io.err(`Port ${wanted} is taken; ${taken} is used instead.`)
  }
  const usual = `http://localhost:${settings.port}`
  const baseUrl = settings.baseUrl === usual ? `http://localhost:${port}` : settings.baseUrl
  return { ...settings, port, smtpPort, baseUrl, roles: new Set(['web', 'worker', 'mail']) }
}

type Stage = {
  readonly outbox: string | undefined
  readonly print: (page: DemoPage) => void
  readonly end: Promise<void>
  readonly io: Io
}

const serveDemo = async (settings: Settings, { outbox, print, end, io }: Stage): Promise<void> => {
  const { compose } = await import('../../main.ts')
  // Standard output is the page's; what goes wrong is said beside it.
  const log = createLogger(settings, pino.destination({ fd: 2, sync: true }))
  const mainstay = await compose(settings, { log })
  try {
    if (outbox !== undefined) await mkdir(outbox, { recursive: true, mode: 0o700 })
    const people = await prepare(mainstay, settings.dataDir, io.err)
    const address = await startOrExplain(mainstay.start, settings.port)
    print({
      url: readable(address ?? settings.baseUrl),
      dataDir: resolve(settings.dataDir),
      people,
      ticketId: await ticketToAnswer(mainstay, people),
      smtp: {
        host: settings.smtpHost,
        port: settings.smtpPort,
        address: settings.supportAddresses[0] ?? 'support@localhost',
      },
      outbox,
    })
    await end
  } finally {
    await mainstay.stop()
  }
}

/** The newest that waits for us, else the newest that can be answered. */
const ticketToAnswer = async ({ server }: Mainstay, { agent }: DemoPeople): Promise<Id | undefined> => {
  const authorization = `Basic ${Buffer.from(`${agent.email}/token:${agent.token}`).toString('base64')}`
  const answer = await server.inject({
    url: '/api/v2/tickets.json?sort_by=created_at&sort_order=desc&per_page=100',
    headers: { authorization },
  })
  const { tickets } = answer.json<{ tickets: { id: Id; status: string }[] }>()
  const waiting = tickets.find(({ status }) => status === 'new' || status === 'open')
  return (waiting ?? tickets.find(({ status }) => status !== 'closed'))?.id
}
