import { readdir, readFile, readlink, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, isErrno } from './cluster-error.ts'

/** What a running server says of itself in `postmaster.pid` (`src/include/utils/pidfile.h` of PostgreSQL). */
export type Postmaster = { readonly pid: number; readonly socketDir: string | undefined }

/** `undefined` when there is no such file: no server runs on the cluster. */
export const readPostmaster = async (clusterDir: string): Promise<Postmaster | undefined> => {
  const text = await readPidFile(clusterDir)
  const lines = text?.split('\n') ?? []
  const pid = Number.parseInt(lines[0] ?? '', 10)
  return pid > 0 ? { pid, socketDir: lines[4]?.trim() || undefined } : undefined
}

const readPidFile = async (clusterDir: string): Promise<string | undefined> => {
  try {
    return await readFile(join(clusterDir, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/**
 * After a crash of the whole machine or container the pid in the file may belong to some other program of the same
 * user, and PostgreSQL then refuses to start for ever. Every PostgreSQL process works inside its cluster, so where
 * none does, the file is stale and is removed. Only Linux can tell; elsewhere the file is left.
 */
export const removeStalePidFile = async (clusterDir: string): Promise<boolean> => {
  const judged = await readPidFile(clusterDir)
  if (judged === undefined || (await worksInside(clusterDir)) !== false) return false
  const file = join(clusterDir, 'postmaster.pid')
  const aside = `${file}.stale-${process.pid}-${asides++}`
  try {
    await rename(file, aside)
  } catch (error) {
    // Another that came at the same moment was faster.
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
  // A server that started in between wrote its own file: give that back.
  if ((await readFile(aside, 'utf8')) !== judged) await rename(aside, file)
  else await rm(aside)
  return true
}

/** Several may look at one directory at once, in one process too. */
let asides = 0

const worksInside = async (clusterDir: string): Promise<boolean | undefined> => {
  if (process.platform !== 'linux') return undefined
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      if ((await readlink(`/proc/${entry}/cwd`)) === clusterDir) return true
    } catch (error) {
      // Gone meanwhile, or another user's: PostgreSQL itself tells those from its own.
      if (!isErrno(error, 'ENOENT', 'ESRCH', 'EACCES')) throw error
    }
  }
  return false
}
