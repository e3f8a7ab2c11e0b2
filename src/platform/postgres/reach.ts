import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Where root keeps what the database's system user must reach when the data directory lies in a closed home. */
export const SYSTEM_DIR = '/var/lib/mainstay'

type Who = { readonly uid: number; readonly gid: number }

const READ = 4
const SEARCH = 1

/** Whether a user may go through every directory above the path and into it. Reads mode bits; ignores ACLs. */
export const canReach = async (who: Who, path: string): Promise<boolean> => {
  for (let at = path; ; at = dirname(at)) {
    if (!(await allows(who, at, SEARCH))) return false
    if (at === dirname(at)) return true
  }
}

export const canRead = (who: Who, path: string): Promise<boolean> => allows(who, path, READ)

const allows = async (who: Who, path: string, bit: number): Promise<boolean> => {
  const { uid, gid, mode } = await stat(path)
  const shift = uid === who.uid ? 6 : gid === who.gid ? 3 : 0
  return ((mode >> shift) & bit) === bit
}
