import { readFileSync } from 'node:fs'
import type { Db } from '../../src/platform/db/index.ts'
import { sql } from '../../src/platform/db/index.ts'

/** CPU milliseconds that this process and the database's backends have used: what a figure is on a machine of its own. */
export type CpuClock = () => number

/** Of Linux alone; elsewhere it stands still. New connections are not counted. */
export const cpuClock = async (db: Db): Promise<CpuClock> => {
  const backends = await db.rows(
    sql<{ pid: number }>`select pid from pg_stat_activity where backend_type = 'client backend'`,
  )
  const ranNs = (pid: number): number => {
    try {
      return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0])
    } catch {
      return 0
    }
  }
  return () => {
    const own = process.cpuUsage()
    return (own.user + own.system) / 1000 + backends.reduce((sum, { pid }) => sum + ranNs(pid), 0) / 1e6
  }
}
