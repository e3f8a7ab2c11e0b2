import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { ClusterError, isErrno } from './cluster-error.ts'
import type { Layout } from './layout.ts'
import { isAlive } from './postmaster-pid.ts'
import { quietEnvironment } from './quiet-environment.ts'
import { SYSTEM_USER } from './server-user.ts'

export const SUPERUSER = 'mainstay'
export const MAJOR_VERSION = '18'

/**
 * Makes the cluster where there is none, and holds an existing one against our major version. A new one is built
 * aside and renamed, so that a crash or a second starter never leaves half a cluster.
 */
export const initCluster = async (layout: Layout, binaries: Binaries, unsafeFast: boolean): Promise<void> => {
  const version = await clusterVersion(layout)
  if (version === MAJOR_VERSION) return
  if (version !== undefined) throw new ClusterError(otherMajor(layout.dataDir, version))
  await removeAbandoned(dirname(layout.clusterDir))
  const fresh = join(dirname(layout.clusterDir), `pg.new-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    await mkdir(fresh, { mode: 0o700 })
    if (layout.user.switched) await chown(fresh, layout.user.uid, layout.user.gid)
    await runInitdb(layout, binaries, fresh, unsafeFast)
    await rename(fresh, layout.clusterDir)
    await syncDir(dirname(layout.clusterDir))
  } catch (error) {
    if (!isErrno(error, 'ENOTEMPTY', 'EEXIST')) throw error
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

const otherMajor = (dataDir: string, version: string): string =>
  `The data directory ${dataDir} belongs to PostgreSQL ${version}, and this Mainstay brings PostgreSQL ` +
  `${MAJOR_VERSION}. Make a backup with the Mainstay that wrote it and restore that into a new data directory.`

const clusterVersion = async ({ dataDir, clusterDir }: Layout): Promise<string | undefined> => {
  try {
    return (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (isErrno(error, 'EACCES')) throw new ClusterError(foreign(dataDir), { cause: error })
    if (!isErrno(error, 'ENOENT')) throw error
  }
  const inside = await readdir(clusterDir).catch(() => [])
  if (inside.length === 0) return undefined
  throw new ClusterError(
    `${clusterDir} is no database: PG_VERSION is missing in it. Move it away, or restore it.`,
  )
}

const foreign = (dataDir: string): string =>
  `The database in ${dataDir} belongs to another user. Start Mainstay as that user (or as root, where the user is ` +
  `"${SYSTEM_USER}").`

/** What a starter that was killed in the middle left behind. */
const removeAbandoned = async (dir: string): Promise<void> => {
  for (const name of await readdir(dir)) {
    const pid = /^pg\.new-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(dir, name), { recursive: true, force: true })
  }
}

const syncDir = async (dir: string): Promise<void> => {
  const handle = await open(dir)
  await handle.sync().finally(() => handle.close())
}

/** Everybody who gets to the socket is trusted, because only the owner and root get there. */
const INITDB = [
  `--username=${SUPERUSER}`,
  '--auth=trust',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--data-checksums',
  '--no-instructions',
]

const runInitdb = async (
  layout: Layout,
  binaries: Binaries,
  into: string,
  unsafeFast: boolean,
): Promise<void> => {
  const { uid, gid, switched } = layout.user
  const child = spawn(binaries.initdb, ['-D', into, ...INITDB, ...(unsafeFast ? ['--no-sync'] : [])], {
    cwd: '/',
    env: quietEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(switched ? { uid, gid } : {}),
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
  if (code !== 0) throw new ClusterError(whyFailed(layout.dataDir, errors))
}

const whyFailed = (dataDir: string, errors: string): string =>
  errors.includes('No space left on device')
    ? `The disk of the data directory ${dataDir} is full: its database could not be created.`
    : `The database in ${dataDir} could not be created: ${errors.trim() || 'initdb said nothing'}`
