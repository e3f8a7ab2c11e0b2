import { readdir, readFile } from 'node:fs/promises'
import { startDesk } from '../test/support/desk.ts'
import { figure } from './support/figures.ts'

/** Proportional set size of the server and of every process of its PostgreSQL, idle for ten seconds after a start. */
const desk = await startDesk()
await new Promise((resolve) => setTimeout(resolve, 10_000))

const pss = async (pid: string): Promise<number> => {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024
}
const parents = new Map<string, string>()
for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  parents.set(pid, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '0')
}
const postmaster = String(await desk.postmasterPid())
const postgres = [
  postmaster,
  ...[...parents].filter(([, parent]) => parent === postmaster).map(([pid]) => pid),
]
const server = await pss(String(desk.server().pid))
let database = 0
for (const pid of postgres) database += await pss(pid)
await desk.stop()
figure(
  'idle memory of the whole stack (PSS)',
  `${Math.round(server + database)} MiB`,
  `server ${Math.round(server)}, PostgreSQL ${Math.round(database)}`,
  '≤ 220 MiB',
)
