import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../../test/support/database.ts'
import { COMMANDS } from './commands/index.ts'
import { runCommandLine } from './run.ts'

let db: TestDatabase
let dataDir: string
beforeAll(async () => {
  db = await emptyDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'mainstay-cli-'))
})
afterAll(async () => {
  await db.close()
  await rm(dataDir, { recursive: true, force: true })
})

const run = async (...args: string[]) => {
  const out: string[] = []
  const err: string[] = []
  const env = { DATABASE_URL: db.url, MAINSTAY_DATA_DIR: dataDir, MAINSTAY_LOG_LEVEL: 'silent' }
  const code = await runCommandLine(args, {
    env,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    onSignal: () => undefined,
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('help', () => {
  it('names every command, and each has its own', async () => {
    const { code, out, err } = await run('help')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const { name } of COMMANDS) {
      expect(out).toContain(`  ${name} `)
      const [flag, word] = [await run(...name.split(' '), '--help'), await run('help', ...name.split(' '))]
      expect(flag).toEqual(word)
      expect(flag).toMatchObject({ code: 0, err: '' })
      expect(flag.out).toContain(`Usage: mainstay ${name}`)
      expect(flag.out).toContain('--data-dir')
    }
  })

  it('is shown as an error where no command was given', async () => {
    expect(await run()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage: mainstay') })
  })
})

describe('a line that cannot be read', () => {
  it.each([
    [['serv'], '"serv" is not a command. Did you mean serve?'],
    [['user'], '"user" needs one more word: user create.'],
    [['user', 'crate'], '"user crate" is not a command. Did you mean user create?'],
    [['--json'], '"--json" is not a command.'],
    [['user', 'create', '--role', 'admin'], '--email is missing.'],
    [['user', 'create', '--emial', 'a@b.example'], '--emial is not an option. Did you mean --email?'],
    [['user', 'create', '--email', '--role', 'admin'], '--email needs a value.'],
    [['user', 'create', '--email=a@b.example', '--email=c@d.example'], '--email is given twice.'],
    [['user', 'create', '--email', 'a@b.example', '--role', 'boss'], '--role must be one of'],
    [['verify', '--json=yes'], '--json takes no value.'],
    [['verify', 'now'], '"now" was not expected here.'],
    [['serve', '--port', 'many'], '--port'],
    [['serve', '--prot', '1'], '--prot is not an option. Did you mean --port?'],
  ])('%j is told what is wrong', async (args, message) => {
    const { code, out, err } = await run(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  })
})

describe('commands', () => {
  const password = 'correct horse battery staple'

  it('migrate an empty database, and find it up to date then', async () => {
    const first = await run('migrate', '--json')
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(first.out).migrated[0]).toBe('0001-platform-ground')
    expect(await run('migrate')).toEqual({ code: 0, out: 'The database is up to date.', err: '' })
  })

  it('create a person and a token that is printed alone', async () => {
    const ada = ['--email', 'ada@desk.example', '--name', 'Ada', '--role', 'admin', '--password', password]
    const created = await run('user', 'create', ...ada, '--json')
    expect(created).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(created.out)).toMatchObject({ name: 'Ada', email: 'ada@desk.example', role: 'admin' })

    const again = await run('user', 'create', ...ada)
    expect(again).toMatchObject({ code: 1, out: '' })
    expect(again.err).toMatch(/email/i)
    expect(again.err).not.toContain(' at ')

    const token = await run('token', 'create', '--user', 'ada@desk.example')
    expect(token).toMatchObject({ code: 0, err: '' })
    expect(token.out).toMatch(/^mst_\S+$/)

    expect(await run('token', 'create', '--user', 'nobody@desk.example')).toMatchObject({ code: 1, out: '' })
  })

  it('verify what is derived', async () => {
    expect(await run('verify')).toEqual({ code: 0, out: 'No differences.', err: '' })
  })

  it('fail in one sentence where the database cannot be reached', async () => {
    const { code, out, err } = await run('verify', '--database-url', 'postgres://127.0.0.1:1/none')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/ECONNREFUSED/)
  })
})

describe('serve', () => {
  it('says where it is once ready, and ends in order when told', async () => {
    const out: string[] = []
    let tell: (() => void) | undefined
    const code = runCommandLine(['serve', '--port', '0', '--smtp-port', '0', '--host', '127.0.0.1'], {
      env: { DATABASE_URL: db.url, MAINSTAY_DATA_DIR: dataDir, MAINSTAY_LOG_LEVEL: 'silent' },
      out: (line) => void out.push(line),
      err: (line) => void out.push(line),
      onSignal: (told) => {
        tell = told
      },
    })
    await vi.waitFor(() => expect(out[0]).toMatch(/^Mainstay is ready at http:\/\/localhost:\d+$/), 10_000)
    expect((await fetch(`${out[0]!.split(' ').at(-1)}/readyz`)).status).toBe(200)
    tell!()
    expect(await code).toBe(0)
    expect(out).toHaveLength(1)
  })
})
