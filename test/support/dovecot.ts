import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { freePort } from './desk.ts'

export const IMAP_PASSWORD = 'correct-horse-7-"staple'

/** A mail server of Debian's, for one test, with the mail of any number of users (their password is `IMAP_PASSWORD`). */
export type Dovecot = {
  readonly port: number
  readonly tlsPort: number
  /** The authority of its certificate, which is for `localhost`. */
  readonly ca: string
  /** Puts a message into a folder of a user, as a delivery would. */
  deliver(
    user: string,
    raw: string | Buffer,
    options?: { readonly seen?: boolean; readonly folder?: string },
  ): Promise<void>
  /** How many messages lie there: all, and those that were not read. */
  count(user: string, folder?: string): Promise<{ readonly all: number; readonly unseen: number }>
  /** As the server tells it: a server that was killed may know of marks which its files do not bear yet. */
  unseen(user: string): Promise<number>
  /** Where the messages of a user lie, as a Maildir. */
  pathOf(user: string): string
  /** Forgets which UIDs it gave: the folder numbers anew, under another UIDVALIDITY. */
  renumber(user: string): Promise<void>
  /** Ends all its processes at once, in the middle of whatever they do. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

const PROGRAM = '/usr/sbin/dovecot'

/** Brings Dovecot from the packages of a Debian or Ubuntu machine where it is missing and may be installed. */
const install = (): void => {
  if (existsSync(PROGRAM)) return
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const run = (...words: string[]): void => {
    const [program = '', ...args] = [...asRoot, ...words]
    execFileSync(program, args, {
      stdio: 'pipe',
      timeout: 240_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  try {
    run('apt-get', 'update', '-q')
    run('apt-get', 'install', '-y', '-q', '--no-install-recommends', 'dovecot-imapd')
  } catch (error) {
    throw new Error(
      'The tests of mailboxes need Dovecot, and it could not be installed: apt-get install dovecot-imapd',
      { cause: error },
    )
  }
}

export const startDovecot = async (): Promise<Dovecot> => {
  install()
  const dir = await mkdtemp(join(tmpdir(), 'dovecot-'))
  const [port, tlsPort] = [await freePort(), await freePort()]
  const owner = await ownerOf(dir)
  const ca = makeCertificate(dir)
  await writeFile(join(dir, 'dovecot.conf'), configuration(dir, { port, tlsPort, owner }))
  await mkdir(join(dir, 'mail'))
  await give(join(dir, 'mail'), owner)
  let child: ChildProcess | undefined
  let delivered = 0

  const folderOf = (user: string, folder = 'INBOX'): string =>
    join(dir, 'mail', user, folder === 'INBOX' ? '' : `.${folder}`)
  const prepare = async (path: string): Promise<void> => {
    for (const part of ['', 'cur', 'new', 'tmp']) {
      await mkdir(join(path, part), { recursive: true })
      await give(join(path, part), owner)
    }
  }
  const start = async (): Promise<void> => {
    child = spawn(PROGRAM, ['-F', '-c', join(dir, 'dovecot.conf')], { stdio: 'ignore', detached: true })
    await reachable(port, () => readFile(join(dir, 'log'), 'utf8').catch(() => 'it wrote no log'))
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    process.kill(-child.pid, signal)
    await ended
  }
  await start()
  return {
    port,
    tlsPort,
    ca,
    start,
    pathOf: (user) => folderOf(user),
    kill: async () => {
      await end('SIGKILL')
      await rm(join(dir, 'run'), { recursive: true, force: true })
    },
    stop: async () => {
      await end('SIGTERM')
      await rm(dir, { recursive: true, force: true })
    },
    deliver: async (user, raw, { seen = false, folder } = {}) => {
      const path = folderOf(user, folder)
      await prepare(folderOf(user))
      await prepare(path)
      delivered++
      const name = `${1_700_000_000 + delivered}.M${delivered}P1.test`
      const file = seen ? join(path, 'cur', `${name}:2,S`) : join(path, 'new', name)
      await writeFile(join(path, 'tmp', name), raw)
      await give(join(path, 'tmp', name), owner)
      await rename(join(path, 'tmp', name), file)
    },
    count: async (user, folder) => {
      const path = folderOf(user, folder)
      const names = (part: string): Promise<string[]> => readdir(join(path, part)).catch(() => [])
      // In the order in which messages move.
      const fresh = (await names('new')).length
      const cur = await names('cur')
      return {
        all: cur.length + fresh,
        unseen: fresh + cur.filter((name) => !/:2,[A-Z]*S/.test(name)).length,
      }
    },
    unseen: async (user) => {
      const client = new ImapFlow({
        ...{ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, logger: false },
        auth: { user, pass: IMAP_PASSWORD },
      })
      await client.connect()
      try {
        const told = await client.status('INBOX', { unseen: true })
        if (told === false || told.unseen === undefined) throw new Error('the server tells nothing of INBOX')
        return told.unseen
      } finally {
        await client.logout()
      }
    },
    renumber: async (user) => {
      const path = folderOf(user)
      for (const name of await readdir(path))
        if (name.startsWith('dovecot')) await rm(join(path, name), { recursive: true, force: true })
      // The validity is the second of its making: one that differs is written down beforehand.
      await writeFile(join(path, 'dovecot-uidlist'), `3 V${2_000_000_000 + delivered} N1\n`)
      await give(join(path, 'dovecot-uidlist'), owner)
    },
  }
}

type Owner = { readonly uid: number; readonly gid: number; readonly name: string; readonly isRoot: boolean }

/** Dovecot opens no mail as root; there it reads it as the system's user for mail. */
const ownerOf = async (dir: string): Promise<Owner> => {
  if (process.getuid?.() !== 0) {
    const name = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim()
    return { uid: process.getuid!(), gid: process.getgid!(), name, isRoot: false }
  }
  const number = (flag: string): number => Number(execFileSync('id', [flag, 'mail'], { encoding: 'utf8' }))
  await chmod(dir, 0o755)
  return { uid: number('-u'), gid: number('-g'), name: 'mail', isRoot: true }
}

const give = async (path: string, owner: Owner): Promise<void> => {
  if (owner.isRoot) await chown(path, owner.uid, owner.gid)
}

const makeCertificate = (dir: string): string => {
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
    ],
    { stdio: 'pipe' },
  )
  return execFileSync('cat', [cert], { encoding: 'utf8' })
}

const configuration = (
  dir: string,
  { port, tlsPort, owner }: { readonly port: number; readonly tlsPort: number; readonly owner: Owner },
): string => `
base_dir = ${dir}/run
state_dir = ${dir}/run
log_path = ${dir}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${dir}/cert.pem
ssl_key = <${dir}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0 secs
mail_location = maildir:${dir}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 50
${owner.isRoot ? '' : `default_internal_user = ${owner.name}\ndefault_login_user = ${owner.name}\ndefault_internal_group = ${owner.name}`}
namespace inbox {
  inbox = yes
  separator = /
}
passdb {
  driver = static
  args = password=${IMAP_PASSWORD}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${dir}/mail/%u
}
service imap-login {
  ${owner.isRoot ? '' : 'chroot ='}
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
  ${owner.isRoot ? '' : 'chroot ='}
}
service stats {
  ${owner.isRoot ? '' : 'chroot ='}
}
`

const reachable = async (port: number, said: () => Promise<string>): Promise<void> => {
  for (const until = Date.now() + 10_000; ; ) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket
        .once('data', () => resolve(true))
        .once('error', () => resolve(false))
        .once('close', () => resolve(false))
      socket.once('data', () => socket.destroy())
    })
    if (isUp) return
    if (Date.now() > until) throw new Error(`Dovecot did not start: ${(await said()).slice(-2_000)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
