import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ClusterError } from './cluster-error.ts'

const run = promisify(execFile)

/** Whom `initdb` and `postgres` run as; `switched` when that is not the user of this process. */
export type ServerUser = { readonly uid: number; readonly gid: number; readonly switched: boolean }

export const SYSTEM_USER = 'mainstay'

/**
 * PostgreSQL refuses to run as root, so root runs it as the owner of the cluster, or for a new one as the system
 * user `mainstay` (not `nobody`: any other service under `nobody` could read the data). Everybody else is himself.
 */
export const serverUser = async (
  clusterOwner: { uid: number; gid: number } | undefined,
): Promise<ServerUser> => {
  const uid = process.getuid?.()
  const gid = process.getgid?.()
  if (uid === undefined || gid === undefined) {
    throw new ClusterError(
      'The embedded PostgreSQL needs Linux or macOS. Set DATABASE_URL to use another server.',
    )
  }
  if (uid !== 0) return { uid, gid, switched: false }
  if (clusterOwner !== undefined && clusterOwner.uid !== 0) return { ...clusterOwner, switched: true }
  const found = (await findUser()) ?? (await createUser())
  return { ...found, switched: true }
}

const findUser = async (): Promise<{ uid: number; gid: number } | undefined> => {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', SYSTEM_USER]), run('id', ['-g', SYSTEM_USER])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

/** shadow-utils, Debian's adduser, BusyBox: the first that works. */
const CREATE: readonly (readonly string[])[] = [
  [
    'useradd',
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/bin/false',
  ],
  ['adduser', '--system', '--group', '--no-create-home', '--home', '/nonexistent', '--shell', '/bin/false'],
  ['adduser', '-S', '-D', '-H', '-s', '/bin/false'],
]

const createUser = async (): Promise<{ uid: number; gid: number }> => {
  const failures: string[] = []
  for (const [command, ...args] of CREATE) {
    try {
      await run(command!, [...args, SYSTEM_USER], { env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` } })
    } catch (error) {
      failures.push(error instanceof Error ? error.message.trim() : String(error))
    }
    // Two first starts at one moment: the other may have made the user while this attempt failed.
    const found = await findUser()
    if (found !== undefined) return found
  }
  throw new ClusterError(
    `PostgreSQL does not run as root, and the system user "${SYSTEM_USER}" could not be created (${failures[0]}). ` +
      `Create it by hand, start Mainstay as an ordinary user, or set DATABASE_URL.`,
  )
}
