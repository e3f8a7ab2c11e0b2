import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../../../test/support/desk.ts'
import { openRelay, type Relay } from './relay.ts'

const mail = {
  envelope: { from: 'support@desk.example', to: ['carol@customer.example'] },
  from: 'support@desk.example',
  to: 'carol@customer.example',
  subject: 'Hello',
  text: 'Hello.',
}

describe('the relay', () => {
  const closers: (() => Promise<unknown> | undefined)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0)) await close()
  })

  const serve = async (options: SMTPServerOptions, host = '127.0.0.1'): Promise<number> => {
    const server = new SMTPServer({ authOptional: true, disabledCommands: ['AUTH'], ...options })
    server.on('error', () => {})
    const port = await freePort()
    await new Promise<void>((resolve) => server.listen(port, host, resolve))
    closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
    return port
  }
  const open = (url: string): Relay => {
    const relay = openRelay(url)
    closers.unshift(async () => relay.close())
    return relay
  }
  const failing = (code: number): Error => Object.assign(new Error('said so'), { responseCode: code })

  it('hands a mail over', async () => {
    const taken: string[] = []
    const port = await serve({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData(stream, _session, done) {
        stream.on('data', (chunk: Buffer) => taken.push(chunk.toString()))
        stream.on('end', () => done())
      },
    })
    expect(await open(`smtp://127.0.0.1:${port}`).send(mail)).toEqual({ answer: 'accepted' })
    expect(taken.join('')).toContain('Subject: Hello')
  })

  it.each([
    [550, 'refused'],
    [552, 'refused'],
    [451, 'deferred'],
    [421, 'deferred'],
  ])('takes %i at the recipient for %s', async (code, answer) => {
    const port = await serve({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: (_address, _session, done) => done(failing(code)),
    })
    expect(await open(`smtp://127.0.0.1:${port}`).send(mail)).toMatchObject({ answer })
  })

  it('takes a relay that is not there, and one that refuses our name, for trouble that passes', async () => {
    expect(await open(`smtp://127.0.0.1:${await freePort()}`).send(mail)).toMatchObject({
      answer: 'deferred',
    })
    const port = await serve({
      disabledCommands: ['STARTTLS'],
      authOptional: false,
      onAuth: (_auth, _session, done) => done(failing(535)),
    })
    expect(await open(`smtp://user:wrong@127.0.0.1:${port}`).send(mail)).toMatchObject({ answer: 'deferred' })
  })

  it('does not speak to a server whose certificate nobody vouches for', async () => {
    let mails = 0
    const port = await serve({
      secure: true,
      onData(stream, _session, done) {
        mails += 1
        stream.resume().on('end', () => done())
      },
    })
    expect(await open(`smtps://127.0.0.1:${port}`).send(mail)).toMatchObject({ answer: 'deferred' })
    expect(mails).toBe(0)
  })

  it('demands TLS of whatever is not this machine by name', async () => {
    const port = await serve({ disabledCommands: ['AUTH', 'STARTTLS'] }, '127.0.0.2')
    const answer = await open(`smtp://127.0.0.2:${port}`).send(mail)
    expect(answer).toMatchObject({ answer: 'deferred', error: expect.stringMatching(/TLS/) })
  })
})
