import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

/** What `mainstay demo` printed until it was ready. */
type Demo = { readonly child: ChildProcess; readonly page: string; readonly said: () => string }

describe('the demo', () => {
  let dataDir: string
  let demo: Demo
  const taken = createServer()

  const start = async (port: number): Promise<Demo> => {
    const child = spawn(
      process.execPath,
      [join(root, 'src/cli/main.ts'), 'demo', '--data-dir', dataDir, '--port', `${port}`, '--smtp-port', '0'],
      { cwd: root, env: { PATH: process.env.PATH, HOME: dataDir }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const text = { out: '', err: '' }
    child.stdout.on('data', (chunk: Buffer) => {
      text.out += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      text.err += chunk.toString()
    })
    await vi.waitFor(
      () => {
        if (child.exitCode !== null) throw new Error(`the demo ended with ${child.exitCode}: ${text.err}`)
        expect(text.out).toContain('Ctrl-C stops.')
      },
      { timeout: 60_000, interval: 50 },
    )
    return { child, page: text.out, said: () => text.err }
  }
  const stop = async ({ child }: Demo): Promise<void> => {
    if (child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    await ended
  }

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'demo-'))
    taken.listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    demo = await start(typeof address === 'object' && address !== null ? address.port : 0)
  }, 90_000)
  afterAll(async () => {
    if (demo) await stop(demo)
    taken.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  /** The lines of a page that are there to be tried. */
  const lines = (page: string, sign: string): string =>
    page
      .split('\n')
      .find((line) => line.includes(sign))
      ?.trim() ?? `echo "no line with ${sign}" && false`
  const shell = async (line: string): Promise<string> => (await run('sh', ['-c', line])).stdout
  const outbox = async (to: string, text: string): Promise<string> =>
    vi.waitFor(
      async () => {
        const directory = lines(demo.page, 'ls -l').split("'")[1] ?? ''
        const names = (await readdir(directory)).filter((name) => name.endsWith('.eml') && name.includes(to))
        const mails = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))
        const found = mails.find((mail) => mail.includes(text))
        if (found === undefined) throw new Error(`no mail to ${to} among ${names}`)
        return found
      },
      { timeout: 20_000, interval: 100 },
    )

  it('says that a port is taken, and serves on another', async () => {
    expect(demo.said()).toMatch(/Port \d+ is taken; \d+ is used instead\./)
    const url = /ready at (\S+)/.exec(demo.page)?.[1] ?? ''
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  it('lets each of its people sign in with a password of 15 characters or more', async () => {
    const line = lines(demo.page, '/sign_in')
    const people = [...demo.page.matchAll(/^ {2}(admin|agent|customer) +(\S+@\S+) {2}(\S+)$/gm)]
    expect(people.map(([, who]) => who)).toEqual(['admin', 'agent', 'customer'])
    for (const [, , email = '', password = ''] of people) {
      expect(password.length).toBeGreaterThanOrEqual(15)
      const body = JSON.stringify({ email, password })
      const answer = JSON.parse(await shell(line.replace(/-d '[^']*'/, `-d '${body}'`)))
      expect(answer.user.email).toBe(email)
    }
    expect(JSON.parse(await shell(line)).session.authenticity_token).toBeTruthy()
  })

  it('prints tokens that speak for the admin and the agent', async () => {
    const url = /ready at (\S+)/.exec(demo.page)?.[1] ?? ''
    const tokens = [...demo.page.matchAll(/^ {2}(admin|agent) +(mst_\S+)$/gm)]
    expect(tokens).toHaveLength(2)
    for (const [, who, token] of tokens) {
      const me = await shell(`curl -sS -u '${who}@desk.example/token:${token}' ${url}/api/v2/users/me.json`)
      expect(JSON.parse(me).user.role).toBe(who)
    }
  })

  it('lists the tickets of the simulated organisation', async () => {
    const { tickets, count } = JSON.parse(await shell(lines(demo.page, '/tickets.json')))
    expect(tickets).toHaveLength(5)
    expect(count).toBe(120)
  })

  it('answers a ticket, and keeps the mail to the customer in a file', async () => {
    const { ticket } = JSON.parse(await shell(lines(demo.page, '-X PUT')))
    expect(ticket.status).toBe('pending')
    const url = /ready at (\S+)/.exec(demo.page)?.[1] ?? ''
    const [, token] = /^ {2}admin +(mst_\S+)$/m.exec(demo.page) ?? []
    const asAdmin = `curl -sS -u 'admin@desk.example/token:${token}'`
    const { user } = JSON.parse(await shell(`${asAdmin} ${url}/api/v2/users/${ticket.requester_id}.json`))
    expect(await outbox(user.email, 'Hello from the demo.')).toContain(`To: ${user.name} <${user.email}>`)
  })

  it('takes mails in, makes each a ticket, and tells the sender', async () => {
    await shell(lines(demo.page, 'smtp://'))
    const list = lines(demo.page, '/tickets.json').replace('sort_by=updated_at', 'sort_by=created_at')
    await vi.waitFor(
      async () => {
        const { tickets } = JSON.parse(await shell(list))
        expect(tickets[0]).toMatchObject({
          subject: 'Hello',
          description: 'This came by mail.',
          via: { channel: 'email' },
        })
      },
      { timeout: 20_000, interval: 100 },
    )
    expect(await outbox('customer@alder.logistics.example', 'Subject: Request')).toContain('Hello')
    await shell(lines(demo.page, 'smtp://'))
    await vi.waitFor(async () => expect(JSON.parse(await shell(list)).count).toBe(122), {
      timeout: 20_000,
      interval: 100,
    })
  })

  it('keeps passwords and tokens for its owner alone, and prints the same ones at the next start', async () => {
    expect((await stat(join(dataDir, 'demo.json'))).mode & 0o777).toBe(0o600)
    const secrets = (page: string): string[] =>
      page.split('\n').filter((line) => /^ {2}(admin|agent|customer) /.test(line))
    const before = secrets(demo.page)
    await stop(demo)
    expect(demo.child.exitCode).toBe(0)
    demo = await start(0)
    expect(secrets(demo.page)).toEqual(before)
    const { count } = JSON.parse(await shell(lines(demo.page, '/tickets.json')))
    expect(count).toBe(122)
  })
})
