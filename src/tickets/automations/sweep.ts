import { HOUR_MS, type Id, type Instant, plusMs, wholeSecond } from '../../kernel/index.ts'
import { pollLoop } from '../../platform/loop/index.ts'
import type { Service } from '../../platform/module.ts'
import type { Automation } from '../core/automation.ts'
import { type Change, noChange } from '../core/index.ts'
import { impliedStatus } from '../implied-status.ts'
import type { Room } from '../room.ts'
import { matchingTickets } from '../rules-sql.ts'
import { NOBODY, newsFor, openRound, type Round, readUnder } from './looking.ts'
import {
  type Asked,
  type Candidate,
  candidatesOf,
  keepLooks,
  type Look,
  noteFiring,
  takeTurn,
} from './store.ts'

/** How often tickets are looked through: what comes true by time alone is done within a minute. */
const SWEEP_EVERY_MS = 45_000
const LOOK_EVERY_MS = 5000
/** What is more waits for the next time. */
const MAX_TICKETS = 1000
const AT_A_TIME = 4
/** An automation that could not end what made it act tries again after an hour, as elsewhere; and not for ever. */
const AGAIN_AFTER_MS = HOUR_MS
export const MAX_FIRINGS_OF_TICKET = 100

type Ground = Pick<Room, 'ground' | 'policies' | 'commit' | 'onCommitted'>

/** Runs automations beside requests. */
export const automationService = (room: Ground): Service => {
  const { db, clock, log } = room.ground
  const turn = async (): Promise<number> => {
    const now = clock.now()
    if (await takeTurn(db, now, plusMs(now, SWEEP_EVERY_MS))) await sweepAutomations(room)
    return LOOK_EVERY_MS
  }
  const loop = pollLoop({ name: 'automations', log, turn })
  return {
    name: 'automations',
    roles: ['worker'],
    start: async () => loop.start(),
    stop: loop.stop,
    isBeating: loop.isBeating,
  }
}

/**
 * Looks for tickets of which time has made an automation's conditions true, one question to the database an automation,
 * and lets it act on each. In their order: a later automation sees what earlier ones did. Answers how many acted.
 *
 * Each asks for what is new since it looked last. How far they looked is kept once all have acted: a round that was
 * broken off is gone through again.
 */
export const sweepAutomations = async (room: Ground): Promise<number> => {
  const { policy: store, db, clock } = room.ground
  const snapshot = await store.current()
  const policy = await room.policies.at(snapshot.version)
  const round = await openRound(db, clock.now())
  const touched = new Set(round.changedIds)
  const looks: Look[] = []
  let count = 0
  for (const automation of policy.automations) {
    const { id } = automation.rule
    const looking = { policy, at: wholeSecond(clock.now()), readUnder: readUnder(store, snapshot, id) }
    const known = { ...round, changedIds: round.changedIds && [...touched] }
    const asked = askedOf(automation, looking, known)
    const candidates = await candidatesOf(db, asked)
    count += await actOnAll(room, automation, candidates)
    for (const { ticketId } of candidates) touched.add(ticketId)
    if (candidates.length < MAX_TICKETS) looks.push(lookOf(id, looking, round, asked))
  }
  await keepLooks(
    db,
    looks,
    policy.automations.map(({ rule }) => rule.id),
  )
  if (count > 0) room.onCommitted()
  return count
}

type Looking = Parameters<typeof newsFor>[2]

/** What an automation asks of the tickets at an instant; without a round of all of them. */
export const askedOf = (automation: Automation, looking: Looking, round?: Round): Asked => {
  const { rule, conditions, isOncePerTicket } = automation
  const againAfterMs = isOncePerTicket ? null : AGAIN_AFTER_MS
  return {
    automationId: rule.id,
    matching: matchingTickets(conditions, { viewer: NOBODY, at: looking.at, policy: looking.policy }),
    implied: impliedStatus(conditions),
    againBefore: againAfterMs === null ? null : plusMs(looking.at, -againAfterMs),
    maxTimes: MAX_FIRINGS_OF_TICKET,
    limit: MAX_TICKETS,
    news: round === undefined ? null : newsFor(automation, round, looking, againAfterMs),
  }
}

const lookOf = (id: Id, { at, readUnder: policy }: Looking, round: Round, { news }: Asked): Look => ({
  automationId: id,
  policy,
  at,
  position: round.position,
  wholeAt: news === null ? at : (round.looks.get(id)?.wholeAt ?? at),
})

const actOnAll = async (
  room: Ground,
  automation: Automation,
  candidates: readonly Candidate[],
): Promise<number> => {
  let count = 0
  const left = candidates.values()
  const worker = async (): Promise<void> => {
    for (const candidate of left) if (await act(room, automation, candidate)) count += 1
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  return count
}

/** The Change and the note of it are one transaction, so that it happens once. Answers whether the automation acted. */
const act = ({ ground, commit }: Ground, { rule }: Automation, candidate: Candidate): Promise<boolean> =>
  ground.db.transaction(async (tx) => {
    const { ticketId, firedAt } = candidate
    const outcome = await commit(changeOf(rule, firedAt), { ticketId }, { tx })
    const hasFired = outcome.ok && outcome.value.rulesFired.some((one) => isSame(one, rule))
    // What cannot be done now is tried again later, behind the others.
    const isRefused = !outcome.ok && outcome.error.code === 'invalid'
    if (hasFired || isRefused) await noteFiring(tx, rule.id, ticketId, wholeSecond(ground.clock.now()))
    return hasFired
  })

const isSame = (one: Automation['rule'], other: Automation['rule']): boolean =>
  one.kind === other.kind && one.id === other.id

/** As if time had come to the ticket with the automation in hand. */
const changeOf = ({ id, title }: Automation['rule'], firedAt: Instant | null): Change => ({
  ...noChange,
  kind: 'update',
  actor: { kind: 'system' },
  via: { channel: 'rule', source: { from: { id, title, deleted: false }, to: {}, rel: 'automation' } },
  automation: { id, firedAt },
})
