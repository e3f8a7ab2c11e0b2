import { once } from 'node:events'
import type { Desk } from '../support/desk.ts'
import { countMarkers, faults, type Ledger } from './ledger.ts'
import { startWriters } from './writers.ts'

export type RoundReport = {
  readonly killed: 'server' | 'postmaster' | 'backend'
  readonly acknowledged: number
  readonly unknown: number
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Kills the server, the postmaster or one of its backends with SIGKILL in turn, each time at a random moment under
 * mixed writes, and lets the desk come back. Throws when a write that was acknowledged is not there exactly once.
 */
export const crashRounds = async (desk: Desk, rounds: number, perSecond = 50): Promise<RoundReport[]> => {
  const writers = startWriters(desk, perSecond)
  const reports: RoundReport[] = []
  let told = 0
  for (let round = 0; round < rounds; round++) {
    await pause(500 + Math.random() * 1500)
    const killed = (['server', 'postmaster', 'backend'] as const)[round % 3] ?? 'server'
    await kill(desk, killed)
    await desk.waitReady()
    const acknowledged = writers.ledger.filter((entry) => entry.outcome === 'acknowledged').length
    const unknown = writers.ledger.length - acknowledged
    reports.push({ killed, acknowledged: acknowledged - told, unknown })
    told = acknowledged
  }
  await pause(1000)
  await writers.stop()
  const wrong = await faultsThatStay(desk, writers.ledger)
  if (wrong.length > 0)
    throw new Error(`${wrong.length} of ${writers.ledger.length} writes:\n${wrong.slice(0, 20).join('\n')}`)
  return reports
}

const kill = async (desk: Desk, what: RoundReport['killed']): Promise<void> => {
  if (what === 'server') {
    const server = desk.server()
    server.kill('SIGKILL')
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
    await desk.restart()
    return
  }
  const postmaster = await desk.postmasterPid()
  if (postmaster === undefined) return
  process.kill(what === 'postmaster' ? postmaster : await backendOf(postmaster), 'SIGKILL')
}

/** A child of the postmaster that serves a connection of ours; the postmaster itself when there is none. */
const backendOf = async (postmaster: number): Promise<number> => {
  const { readdir, readFile } = await import('node:fs/promises')
  for (const pid of await readdir('/proc')) {
    const [status, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
      readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    ])
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])
    if (parent === postmaster && command.includes('[local]')) return Number(pid)
  }
  return postmaster
}

/** A mail that was taken may take a moment to become something: looks again until nothing is wrong, or 40 s are over. */
const faultsThatStay = async (desk: Desk, ledger: Ledger): Promise<string[]> => {
  const until = Date.now() + 40_000
  for (;;) {
    const wrong = faults(ledger, await countMarkers(desk))
    if (wrong.length === 0 || Date.now() > until) return wrong
    await pause(2000)
  }
}
