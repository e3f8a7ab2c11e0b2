import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const cli = join(root, 'src/cli/main.ts')

/** A whole Mainstay in processes of its own, on free ports, with a data directory that goes when it stops. */
export type Desk = {
  readonly url: string
  readonly smtpPort: number
  readonly dataDir: string
  readonly adminEmail: string
  readonly token: string
  /** The server's process, to be killed. */
  readonly server: () => ChildProcess
  /** The postmaster's process id, read from its pid file; undefined while it is down. */
  readonly postmasterPid: () => Promise<number | undefined>
  /** Runs `mainstay …` beside the server and gives its standard output. */
  readonly command: (...args: string[]) => Promise<string>
  /** Starts the server again after it was killed; resolves when it is ready. */
  readonly restart: () => Promise<void>
  readonly waitReady: (timeoutMs?: number) => Promise<void>
  /** Calls the API with the administrator's token. */
  readonly api: <Body>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<ApiAnswer<Body>>
  readonly stop: () => Promise<void>
}

export type ApiAnswer<Body> = { readonly status: number; readonly headers: Headers; readonly body: Body }

export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export const ADMIN = {
  email: 'ada@desk.example',
  name: 'Ada Admin',
  password: 'correct horse battery staple',
}

/** What every process of a desk is started with: where its files are, and what `bin/mainstay` keeps compiled. */
export const deskEnv = (dataDir: string): Record<string, string> => {
  const { PATH = '', NODE_COMPILE_CACHE: cache } = process.env
  return { PATH, HOME: dataDir, ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }) }
}

export const startDesk = async (env: Record<string, string> = {}): Promise<Desk> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'desk-'))
  // So that the user whom PostgreSQL runs as under root gets in.
  await chmod(dataDir, 0o711)
  const [port, smtpPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const childEnv = {
    ...deskEnv(dataDir),
    MAINSTAY_SUPPORT_ADDRESS: 'support@desk.example',
    MAINSTAY_MAIL_UNAUTHENTICATED: 'accept',
    MAINSTAY_BASE_URL: url,
    MAINSTAY_LOG_LEVEL: 'warn',
    ...env,
  }
  const serve = (): ChildProcess =>
    spawn(
      process.execPath,
      [cli, 'serve', '--port', `${port}`, '--smtp-port', `${smtpPort}`, '--data-dir', dataDir],
      { cwd: root, env: childEnv, stdio: ['ignore', 'pipe', 'pipe'] },
    )
  let said = ''
  const listen = (child: ChildProcess): ChildProcess => {
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-20_000)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    return child
  }
  let child = listen(serve())

  const waitReady = async (timeoutMs = 30_000): Promise<void> => {
    const until = Date.now() + timeoutMs
    for (;;) {
      const ready = await fetch(`${url}/readyz`).then(
        (answer) => answer.status === 200,
        () => false,
      )
      if (ready) return
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said}`)
      if (Date.now() > until) throw new Error(`the server did not become ready: ${said}`)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  const command = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(process.execPath, [cli, ...args, '--data-dir', dataDir], {
      cwd: root,
      env: childEnv,
      maxBuffer: 64 * 1024 * 1024,
    })
    return stdout
  }
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(dataDir, { recursive: true, force: true })
  }
  const { email, name, password } = ADMIN
  const prepare = async (): Promise<string> => {
    await waitReady()
    await command(
      ...['user', 'create', '--email', email, '--name', name, '--role', 'admin', '--password', password],
    )
    return (await command('token', 'create', '--user', email)).trim()
  }
  // Nobody else would stop a server whose desk never came to be.
  const token = await prepare().catch(async (error: unknown) => {
    await stop()
    throw error
  })
  const authorization = `Basic ${Buffer.from(`${ADMIN.email}/token:${token}`).toString('base64')}`

  return {
    url,
    smtpPort,
    dataDir,
    adminEmail: ADMIN.email,
    token,
    server: () => child,
    postmasterPid: async () => {
      const file = await readFile(join(dataDir, 'pg', 'postmaster.pid'), 'utf8').catch(() => '')
      const pid = Number(file.split('\n')[0])
      return pid > 0 ? pid : undefined
    },
    command,
    restart: async () => {
      child = listen(serve())
      await waitReady()
    },
    waitReady,
    api: async (method, path, body, headers = {}) => {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) }
    },
    stop,
  }
}
