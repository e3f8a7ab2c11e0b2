import { HOUR_MS, type Instant, plusMs, wholeSecond } from '../../kernel/index.ts'
import { pollLoop } from '../../platform/loop/index.ts'
import type { Service } from '../../platform/module.ts'
import type { Automation } from '../core/automation.ts'
import { type Change, noChange, type Policy } from '../core/index.ts'
import type { Room } from '../room.ts'
import { matchingTickets } from '../rules-sql.ts'
import { type Candidate, candidatesOf, noteFiring, takeTurn } from './store.ts'

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
 */
export const sweepAutomations = async (room: Ground): Promise<number> => {
  const { policy: store } = room.ground
  const policy = await room.policies.at((await store.current()).version)
  let count = 0
  for (const automation of policy.automations) {
    const at = wholeSecond(room.ground.clock.now())
    const candidates = await candidatesOf(room.ground.db, askedOf(automation, policy, at))
    count += await actOnAll(room, automation, candidates)
  }
  if (count > 0) room.onCommitted()
  return count
}

/** What an automation asks of the tickets at an instant. */
export const askedOf = ({ rule, conditions, isOncePerTicket }: Automation, policy: Policy, at: Instant) => ({
  automationId: rule.id,
  matching: matchingTickets(conditions, { viewer: NOBODY, at, policy }),
  againBefore: isOncePerTicket ? null : plusMs(at, -AGAIN_AFTER_MS),
  maxTimes: MAX_FIRINGS_OF_TICKET,
  limit: MAX_TICKETS,
})

const NOBODY = { userId: null, groupIds: [] } as const

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
