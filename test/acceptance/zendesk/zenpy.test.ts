import nodemailer from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, startDesk } from '../../support/desk.ts'
import { nodeClient } from './client.ts'
import { findZenpy } from './python.ts'

const zenpy = findZenpy()

const envOf = (desk: Desk): Record<string, string> => ({
  ZENPY_FORCE_NETLOC: new URL(desk.url).host,
  ZENPY_FORCE_SCHEME: 'http',
  DESK_EMAIL: desk.adminEmail,
  DESK_TOKEN: desk.token,
})

describe.skipIf(zenpy.missing !== undefined)(
  `zenpy, unmodified${zenpy.missing ? ` (${zenpy.missing})` : ''}`,
  () => {
    let desk: Desk
    let agentToken: string

    beforeAll(async () => {
      desk = await startDesk()
      const agent = ['--email', 'agent@desk.example', '--name', 'Al Agent', '--role', 'agent']
      await desk.command('user', 'create', ...agent, '--password', 'a longer phrase than that')
      agentToken = (await desk.command('token', 'create', '--user', 'agent@desk.example')).trim()
      const transport = nodemailer.createTransport({
        host: '127.0.0.1',
        port: desk.smtpPort,
        ignoreTLS: true,
      })
      for (const n of [1, 2, 3, 4]) {
        await transport.sendMail({
          from: `noreply@robot${n}.example`,
          to: 'support@desk.example',
          subject: `Robot ${n}`,
          text: 'Beep.',
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      }
    }, 60_000)
    afterAll(() => desk?.stop())

    it.each([
      ['with_tickets', 'tickets'],
      ['with_tickets', 'bulk_jobs'],
      ['with_tickets', 'paging'],
      ['with_tickets', 'files'],
      ['with_tickets', 'requests'],
      ['with_tickets', 'suspended'],
      ['with_tickets', 'imports'],
      ['with_tickets', 'exports'],
      ['with_people', 'people'],
      ['with_settings', 'fields_and_forms'],
      ['with_settings', 'settings'],
      ['with_settings', 'errors'],
    ])('%s: %s', (module, scenario) => {
      zenpy.run(module, scenario, { ...envOf(desk), AGENT_TOKEN: agentToken })
    })
  },
)

describe('public clients that come too often', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk({ MAINSTAY_RATE_LIMIT_PER_MINUTE: '20' })
  }, 60_000)
  afterAll(() => desk?.stop())

  it('are told so: node-zendesk, which gives what it would throw at other times', async () => {
    const client = nodeClient(desk)
    const answers: unknown[] = []
    for (let n = 0; n < 100; n++) answers.push((await client.users.me()) as unknown)
    const messages = answers.map((answer) => (answer as { result: { message?: string } }).result.message)
    expect(messages).toContain('Zendesk rate limits 200 requests per minute')
  })

  it.skipIf(zenpy.missing !== undefined)('are told so: zenpy', () => {
    zenpy.run('with_settings', 'limits', envOf(desk))
  })
})
