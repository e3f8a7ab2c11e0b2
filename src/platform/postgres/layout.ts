import { randomBytes } from 'node:crypto'
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { ClusterError, codeOf, isErrno } from './cluster-error.ts'
import { canReach, SYSTEM_DIR } from './reach.ts'
import { type ServerUser, SYSTEM_USER, serverUser } from './server-user.ts'

/** Where a data directory keeps its database, and who runs it. All paths are real ones. */
export type Layout = {
  readonly dataDir: string
  /** The cluster; perhaps not there yet. */
  readonly clusterDir: string
  /** The directory of the socket, unless a running server says another. */
  readonly socketDir: string
  readonly user: ServerUser
}

/**
 * Makes the data directory ready: `pg` for the cluster and `run` for the socket. `pg` is a link to a directory of
 * its own under `/var/lib/mainstay` where root's server user cannot reach the data directory; `run` is a link to a
 * short one under `/tmp` where the socket's path would be too long.
 */
export const layOut = async (dataDir: string): Promise<Layout> => {
  const root = await makeDataDir(dataDir)
  const user = await serverUser(await ownerOf(join(root, 'pg')))
  const clusterDir = await clusterPlace(root, user)
  const socketDir = await socketPlace(root, clusterDir, user)
  return { dataDir: root, clusterDir, socketDir, user }
}

const makeDataDir = async (dataDir: string): Promise<string> => {
  const wanted = resolve(dataDir)
  try {
    // Root's server user must pass through; what lies inside is closed by itself.
    await mkdir(wanted, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    const probe = await mkdtemp(join(wanted, '.probe-'))
    await rm(probe, { recursive: true })
    return await realpath(wanted)
  } catch (error) {
    throw new ClusterError(whyNotWritable(wanted, error), { cause: error })
  }
}

export const whyNotWritable = (dir: string, error: unknown): string => {
  const who = `the user with id ${process.getuid?.()}`
  if (isErrno(error, 'ENOSPC', 'EDQUOT'))
    return `The disk of the data directory ${dir} is full. Make room first.`
  if (isErrno(error, 'EROFS')) return `The data directory ${dir} lies on a read-only disk.`
  if (isErrno(error, 'ENOTDIR', 'EEXIST')) return `The data directory ${dir} is a file, not a directory.`
  if (isErrno(error, 'EACCES', 'EPERM')) return `The data directory ${dir} cannot be written by ${who}.`
  return `The data directory ${dir} cannot be used (${codeOf(error) ?? error}).`
}

const ownerOf = async (path: string): Promise<{ uid: number; gid: number } | undefined> => {
  try {
    const { uid, gid } = await stat(path)
    return { uid, gid }
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

const linkTarget = async (path: string): Promise<string | undefined> => {
  try {
    return (await lstat(path)).isSymbolicLink() ? resolve(dirname(path), await readlink(path)) : path
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

const clusterPlace = async (root: string, user: ServerUser): Promise<string> => {
  const place = join(root, 'pg')
  const known = await linkTarget(place)
  if (known !== undefined) {
    if ((await ownerOf(dirname(known))) !== undefined) return known
    throw new ClusterError(
      `The database of ${root} is gone: ${place} points to ${known}, which does not exist.`,
    )
  }
  if (!user.switched || (await canReach(user, root))) return place
  return linkedPlace(place)
}

const linkedPlace = async (place: string): Promise<string> => {
  try {
    await mkdir(SYSTEM_DIR, { recursive: true, mode: 0o755 })
    const home = await mkdtemp(join(SYSTEM_DIR, 'cluster-'))
    await chmod(home, 0o711)
    try {
      await symlink(join(home, 'pg'), place)
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error
      await rm(home, { recursive: true })
    }
    return resolve(await readlink(place))
  } catch (error) {
    const message =
      `The system user "${SYSTEM_USER}" cannot reach ${dirname(place)}, and ${SYSTEM_DIR} cannot be used instead ` +
      `(${codeOf(error) ?? error}). Choose another data directory.`
    throw new ClusterError(message, { cause: error })
  }
}

/** A socket's path holds 104 bytes on macOS, 108 on Linux, the closing zero among them. */
const SOCKET_PATH_BYTES = 103

const fits = (dir: string): boolean => Buffer.byteLength(join(dir, '.s.PGSQL.5432')) <= SOCKET_PATH_BYTES

const socketPlace = async (root: string, clusterDir: string, user: ServerUser): Promise<string> => {
  const near = join(dirname(clusterDir), 'run')
  if (fits(near)) return makePrivate(near, user)
  const recorded = await linkTarget(join(root, 'run'))
  if (recorded !== undefined && fits(recorded) && (await isOurs(recorded, user)))
    return makePrivate(recorded, user)
  return recordedPlace(join(root, 'run'), user)
}

/** False when somebody else took the name, in a directory where everybody may write. */
const isOurs = async (dir: string, user: ServerUser): Promise<boolean> => {
  const owner = await ownerOf(dir)
  return owner === undefined || owner.uid === user.uid
}

const recordedPlace = async (link: string, user: ServerUser): Promise<string> => {
  const short = await mkdtemp('/tmp/mainstay-')
  const fresh = `${link}-${randomBytes(6).toString('hex')}`
  await symlink(short, fresh)
  await rename(fresh, link)
  return makePrivate((await linkTarget(link)) ?? short, user)
}

const makePrivate = async (dir: string, user: ServerUser): Promise<string> => {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  if (user.switched) await chown(dir, user.uid, user.gid)
  return dir
}
