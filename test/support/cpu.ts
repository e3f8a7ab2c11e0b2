import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

type Stat = { readonly pid: number; readonly parent: number; readonly seconds: number }

/** A process with the CPU seconds of its own and of children that have ended; undefined once it is gone. */
const statOf = (pid: string): Stat | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
    return { pid: Number(pid), parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND }
  } catch {
    return undefined
  }
}

/** CPU seconds that these processes and all below them have used so far (Linux). */
export const cpuSecondsOf = (roots: readonly number[]): number => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(name) ?? [])
  const children = Map.groupBy(all, ({ parent }) => parent)
  const seen = new Set<number>()
  const sum = (stat: Stat): number => {
    if (seen.has(stat.pid)) return 0
    seen.add(stat.pid)
    return (children.get(stat.pid) ?? []).reduce((total, child) => total + sum(child), stat.seconds)
  }
  return all.filter(({ pid }) => roots.includes(pid)).reduce((total, stat) => total + sum(stat), 0)
}

/** CPU seconds that the whole machine was busy so far (Linux). */
export const busySeconds = (): number => {
  const [, ...ticks] = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/)
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = ticks.map(Number)
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND
}
