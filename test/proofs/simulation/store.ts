import type { Id, Instant } from '../../../src/kernel/index.ts'
import {
  packClocks,
  type TicketClocks,
  unpackClocks,
} from '../../../src/tickets/core/clocks/ticket-clocks.ts'
import type { Decision, Ticket } from '../../../src/tickets/core/index.ts'

/** An audit with all that was decided; ids as `commit` gives them. */
export type SimAudit = Pick<
  Decision,
  'events' | 'change' | 'context' | 'policyVersion' | 'at' | 'metricEvents'
> & {
  readonly id: Id
  readonly seq: number
  readonly effects: number
}
export type SimTicket = {
  ticket: Ticket
  clocks: string | null
  lastId: Id
  readonly audits: SimAudit[]
}
type Lease = { owner: number | null; leaseUntilMs: number | null; attempts: number }
export type SimTimer = Lease & { readonly ticketId: Id; dueAt: Instant }
export type SimEffect = Lease & {
  readonly id: number
  readonly key: string
  readonly ticketId: Id
  readonly recipientId: Id
  readonly createdAt: Instant
  dueMs: number
  state: 'waiting' | 'done' | 'failed'
}

/** Rules of the real statements that a sabotaged store breaks, so that the proof shows that it would notice. */
export type Sabotage =
  | 'forgets versions'
  | 'forgets keys'
  | 'drops timers'
  | 'forgets leases'
  | 'splits commits'

const LEASE_MS = 60_000

/**
 * The tables that `commit`, the timers and the outbox write, with the rules of their statements
 * (`tickets/save-statement.ts`, `platform/timers/store.ts`, `platform/outbox/store.ts`). Each call is one transaction.
 */
export class SimStore {
  readonly tickets = new Map<Id, SimTicket>()
  readonly timers = new Map<Id, SimTimer>()
  readonly outbox: SimEffect[] = []
  /** Answers by Idempotency-Key. */
  readonly keys = new Map<string, Id>()
  readonly living = new Set<number>()
  /** Grows with each write. */
  writes = 0
  #nextTicketId: Id = 1
  #nextEffectId = 1
  #nextEventId: Id = 1
  readonly #nowMs: () => number
  readonly #sabotage: Sabotage | undefined

  constructor(nowMs: () => number, sabotage?: Sabotage) {
    this.#nowMs = nowMs
    this.#sabotage = sabotage
  }

  drawTicketId(): Id {
    return this.#nextTicketId++
  }

  load(id: Id): { readonly ticket: Ticket; readonly clocks: TicketClocks | null } | undefined {
    const row = this.tickets.get(id)
    return row && { ticket: row.ticket, clocks: row.clocks === null ? null : unpackClocks(row.clocks) }
  }

  /** Whether a write under this key stands. */
  knows(key: string | undefined): boolean {
    return key !== undefined && this.keys.has(key) && this.#sabotage !== 'forgets keys'
  }

  /** False where somebody else was faster. */
  save(id: Id, expected: number | null, decision: Decision, key?: string): boolean {
    const row = this.tickets.get(id)
    if (this.knows(key)) return false
    if ((row?.ticket.version ?? null) !== expected && this.#sabotage !== 'forgets versions') return false
    this.writes += 1
    const baseId = this.#nextEventId
    this.#nextEventId += decision.events.length + 1
    this.#write(id, row, decision, baseId)
    if (key !== undefined) this.keys.set(key, id)
    return true
  }

  #write(id: Id, row: SimTicket | undefined, decision: Decision, baseId: Id): void {
    const { startsConversation, clocks, effects, events, change, context, policyVersion, at, metricEvents } =
      decision
    const { firstCommentId } = decision.ticket
    const ticket = {
      ...decision.ticket,
      firstCommentId:
        startsConversation && firstCommentId !== null ? baseId + firstCommentId : firstCommentId,
    }
    const seq = (row?.audits.length ?? 0) + 1
    const audit = {
      id: baseId,
      seq,
      events,
      change,
      context,
      policyVersion,
      at,
      metricEvents,
      effects: effects.length,
    }
    const lastId = baseId + events.length
    const packed = clocks && packClocks(clocks)
    if (row) {
      Object.assign(row, { ticket, clocks: packed, lastId })
      row.audits.push(audit)
    } else this.tickets.set(id, { ticket, clocks: packed, lastId, audits: [audit] })
    for (const { dueAt } of decision.timers) this.#setTimer(id, dueAt)
    if (this.#sabotage === 'splits commits' && seq % 3 === 0) return
    for (const { key, payload } of effects) this.#enqueue(`${id}/${seq}/${key}`, id, payload.recipientId, at)
  }

  #setTimer(ticketId: Id, dueAt: Instant | null): void {
    if (dueAt === null) this.timers.delete(ticketId)
    else this.timers.set(ticketId, { ticketId, dueAt, owner: null, leaseUntilMs: null, attempts: 0 })
  }

  #enqueue(key: string, ticketId: Id, recipientId: Id, createdAt: Instant): void {
    const lease = { owner: null, leaseUntilMs: null, attempts: 0 }
    const id = this.#nextEffectId++
    this.outbox.push({
      id,
      key,
      ticketId,
      recipientId,
      createdAt,
      dueMs: createdAt,
      state: 'waiting',
      ...lease,
    })
  }

  #isFree({ owner, leaseUntilMs }: Lease): boolean {
    if (this.#sabotage === 'forgets leases') return true
    return (
      leaseUntilMs === null || leaseUntilMs <= this.#nowMs() || (owner !== null && !this.living.has(owner))
    )
  }

  /** Copies: what a worker knows of a timer is what it read. */
  claimTimers(owner: number, nowMs: number, limit: number): SimTimer[] {
    const due = [...this.timers.values()].filter((timer) => timer.dueAt <= nowMs && this.#isFree(timer))
    due.sort((a, b) => a.dueAt - b.dueAt)
    for (const timer of due.slice(0, limit)) this.#lease(timer, owner)
    return due.slice(0, limit).map((timer) => ({ ...timer }))
  }

  #lease(row: Lease, owner: number): void {
    this.writes += 1
    Object.assign(row, { owner, leaseUntilMs: this.#nowMs() + LEASE_MS, attempts: row.attempts + 1 })
  }

  finishTimer(owner: number, { ticketId, dueAt }: SimTimer): void {
    this.writes += 1
    const timer = this.timers.get(ticketId)
    if (timer === undefined) return
    if (timer.dueAt === dueAt || this.#sabotage === 'drops timers') this.timers.delete(ticketId)
    else if (timer.owner === owner) Object.assign(timer, { owner: null, leaseUntilMs: null, attempts: 0 })
  }

  postponeTimer(owner: number, { ticketId, dueAt }: SimTimer, waitMs: number): void {
    this.writes += 1
    const timer = this.timers.get(ticketId)
    if (timer?.owner !== owner) return
    Object.assign(timer, { owner: null, leaseUntilMs: timer.dueAt === dueAt ? this.#nowMs() + waitMs : null })
  }

  /** An effect waits while an earlier one of its ticket is due or under way, or waits for the same recipient. */
  claimEffects(owner: number, nowMs: number, limit: number): SimEffect[] {
    const waiting = this.outbox.filter(({ state }) => state === 'waiting')
    const isHeldBack = (effect: SimEffect, other: SimEffect): boolean =>
      other.ticketId === effect.ticketId &&
      other.id !== effect.id &&
      ((other.leaseUntilMs ?? 0) > this.#nowMs() ||
        (other.id < effect.id && (other.dueMs <= nowMs || other.recipientId === effect.recipientId)))
    const free = waiting.filter(
      (effect) =>
        effect.dueMs <= nowMs &&
        (effect.owner === null || this.#isFree(effect)) &&
        (this.#sabotage === 'forgets leases' || !waiting.some((other) => isHeldBack(effect, other))),
    )
    for (const effect of free.slice(0, limit)) this.#lease(effect, owner)
    return free.slice(0, limit)
  }

  renew(owner: number, effects: readonly SimEffect[]): void {
    for (const effect of effects) if (effect.owner === owner) effect.leaseUntilMs = this.#nowMs() + LEASE_MS
  }

  /** Also where the lease was lost: it did go out. */
  saveDone(effect: SimEffect): void {
    this.writes += 1
    Object.assign(effect, { state: 'done', owner: null, leaseUntilMs: null })
  }

  saveRetry(owner: number, effect: SimEffect, dueMs: number): void {
    this.writes += 1
    if (effect.owner !== owner || effect.state !== 'waiting') return
    Object.assign(effect, { dueMs, owner: null, leaseUntilMs: null })
    for (const other of this.outbox)
      if (
        other.id > effect.id &&
        other.ticketId === effect.ticketId &&
        other.recipientId === effect.recipientId
      )
        other.dueMs = Math.max(other.dueMs, dueMs)
  }

  /** When a timer or an effect can next be claimed. */
  nextDueMs(): number {
    let next = Number.POSITIVE_INFINITY
    const look = (row: Lease, dueMs: number): void => {
      next = Math.min(next, this.#isFree(row) ? dueMs : Math.max(dueMs, row.leaseUntilMs ?? 0))
    }
    for (const timer of this.timers.values()) look(timer, timer.dueAt)
    for (const effect of this.outbox) if (effect.state === 'waiting') look(effect, effect.dueMs)
    return next
  }
}
