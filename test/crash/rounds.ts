import { once } from 'node:events'
import type { Desk } from '../support/desk.ts'
import { countMarkers, faults } from './ledger.ts'
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
  await settled(desk)
  const wrong = faults(writers.ledger, await countMarkers(desk))
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

/** Waits until every mail that was taken has become something. */
const settled = async (desk: Desk): Promise<void> => {
  let last = -1
  for (let quiet = 0; quiet < 8; ) {
    const { body } = await desk.api<{ count: { value: number } }>('GET', '/api/v2/tickets/count.json')
    quiet = body.count.value === last ? quiet + 1 : 0
    last = body.count.value
    await pause(250)
  }
}
