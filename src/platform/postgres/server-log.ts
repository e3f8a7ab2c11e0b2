import { chown, copyFile, type FileHandle, open, readFile, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Layout } from './layout.ts'

/** What the server says, `server.log` in the cluster. The one before it is kept as `server.log.1`. */
const logFile = (layout: Layout): string => join(layout.clusterDir, 'server.log')

/** For appending: so several starters may write at once, and a trimmed file goes on from its beginning. */
export const openLog = async (layout: Layout): Promise<FileHandle> => {
  const handle = await open(logFile(layout), 'a', 0o600)
  if (layout.user.switched) await handle.chown(layout.user.uid, layout.user.gid)
  return handle
}

/** What a process wrote from an offset on; everything where no line carries its number (the loader's errors). */
export const readLog = async (layout: Layout, from: number, pid: number | undefined): Promise<string> => {
  const lines = (await readFile(logFile(layout))).subarray(from).toString('utf8').trim().split('\n')
  const own = lines.filter((line) => line.includes(`[${pid}]`))
  return (own.length > 0 ? own : lines).filter((line) => !line.includes(' LOG:  ')).join('\n')
}

const MAX_BYTES = 10_000_000

/** Keeps the log of a server that runs for years from growing without end. */
export const trimLog = async (layout: Layout, log: Logger): Promise<void> => {
  const file = logFile(layout)
  try {
    if ((await stat(file)).size < MAX_BYTES) return
    await copyFile(file, `${file}.1`)
    if (layout.user.switched) await chown(`${file}.1`, layout.user.uid, layout.user.gid)
    await truncate(file)
  } catch (error) {
    log.warn({ err: error }, 'the log of PostgreSQL could not be trimmed')
  }
}
