import { canonicalJson, type Id } from '../../../src/kernel/index.ts'
import { hoursOf } from '../../../src/tickets/core/clocks/decide-clocks.ts'
import { type Clocked, replayClocks } from '../../../src/tickets/core/clocks/replay.ts'
import { nextDueAt, packClocks, unpackClocks } from '../../../src/tickets/core/clocks/ticket-clocks.ts'
import { foldAudit } from '../../../src/tickets/core/fold.ts'
import { isDue, type Policy, type Ticket } from '../../../src/tickets/core/index.ts'
import type { Life } from './life.ts'
import type { SimTicket } from './store.ts'

/** What a client was told of each of its writes, by the words that it wrote. */
export type Told = Map<string, 'acknowledged' | 'unknown' | 'refused'>

/** Everything that must hold when all is quiet again; one line a fault. */
export const faultsOf = (life: Life, told: Told, untilMs: number): string[] => [
  ...[...life.store.tickets].flatMap(([id, row]) => ticketFaults(life, id, row, untilMs)),
  ...writeFaults(life, told),
  ...effectFaults(life),
]

const ticketFaults = (life: Life, id: Id, row: SimTicket, untilMs: number): string[] => {
  const { folded, clocks } = refold(row, life.policyAt)
  const now = row.clocks === null ? null : unpackClocks(row.clocks)
  const dueAt = now && nextDueAt(row.ticket, now)
  const timerAt = life.store.timers.get(id)?.dueAt ?? null
  const dues = row.audits.flatMap(({ events }) => events.filter(isDue).map((event) => canonicalJson(event)))
  const checks: [boolean, string][] = [
    [row.audits.every(({ seq }, index) => seq === index + 1), 'audits have a gap'],
    [row.ticket.version === row.audits.length, 'the version is not the number of audits'],
    [canonicalJson(folded) === canonicalJson(row.ticket), 'is not what its audits say'],
    [(clocks && packClocks(clocks)) === row.clocks, 'its clocks are not what its audits say'],
    [timerAt === dueAt, `its timer is set to ${timerAt}, and ${dueAt} is due next`],
    [dueAt === null || dueAt > untilMs, 'something due was not told'],
    [new Set(dues).size === dues.length, 'something due was told twice'],
  ]
  return checks.flatMap(([holds, fault]) => (holds ? [] : [`ticket ${id}: ${fault}`]))
}

/** The ticket and its clocks from its audits alone. */
const refold = (row: SimTicket, policyAt: (version: number) => Policy) => {
  let folded: Ticket | null = null
  let clocked: Clocked = { clocks: null, metricEvents: [] }
  for (const { id, seq, at, events, change, context, policyVersion } of row.audits) {
    const before: Ticket | null = folded
    const numbered = events.map((event, index) => ({ id: id + 1 + index, event }))
    folded = foldAudit(before, { ticketId: row.ticket.id, seq, at, via: row.ticket.via, events: numbered })
    const policy = policyAt(policyVersion)
    const actorId = change.actor.kind === 'user' ? change.actor.id : null
    const audit = { before, ticket: folded, events, actorId, context, policy, at, change }
    clocked = replayClocks(clocked.clocks, audit, hoursOf(policy))
  }
  return { folded, clocks: clocked.clocks }
}

const writeFaults = ({ store }: Life, told: Told): string[] => {
  const counts = new Map<string, number>()
  for (const { audits } of store.tickets.values())
    for (const { change } of audits)
      if (change.comment) counts.set(change.comment.text, (counts.get(change.comment.text) ?? 0) + 1)
  return [...told].flatMap(([mark, outcome]) => {
    const count = counts.get(mark) ?? 0
    const isRight = outcome === 'unknown' ? count <= 1 : count === (outcome === 'acknowledged' ? 1 : 0)
    return isRight ? [] : [`${mark}: ${outcome}, and there ${count} times`]
  })
}

/** Each effect once in the outbox and delivered; again only where its end could not be written; in its lane's order. */
const effectFaults = ({ store, deliveries }: Life): string[] => {
  const expected = [...store.tickets.values()].flatMap(({ audits }) => audits.map(({ effects }) => effects))
  const faults: string[] = []
  if (expected.reduce((sum, count) => sum + count, 0) !== store.outbox.length)
    faults.push('an effect of an audit is missing or doubled')
  const lastOfLane = new Map<string, number>()
  for (const effect of store.outbox) {
    const tries = deliveries.filter((delivery) => delivery.effect === effect)
    const written = tries.findIndex(({ isWritten }) => isWritten)
    if (!tries.some(({ arrived }) => arrived)) faults.push(`${effect.key} never arrived`)
    if (written < 0 || effect.state !== 'done') faults.push(`${effect.key} has no end`)
    else if (written < tries.length - 1) faults.push(`${effect.key} went out after its end was written`)
    const first = tries.find(({ arrived }) => arrived)?.atMs ?? 0
    const lane = `${effect.ticketId}/${effect.recipientId}`
    if (first < (lastOfLane.get(lane) ?? 0)) faults.push(`${effect.key} overtook an earlier one`)
    lastOfLane.set(lane, first)
  }
  return faults
}
