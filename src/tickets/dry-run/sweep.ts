import { HOUR_MS, type Id, type Instant } from '../../kernel/index.ts'
import { SYSTEM } from '../core/attempt.ts'
import type { Automation } from '../core/automation.ts'
import { hoursOf } from '../core/clocks/decide-clocks.ts'
import { type Change, type Context, noChange, type Ticket } from '../core/index.ts'
import { factsOf } from '../core/run.ts'
import { namedBy } from '../load.ts'
import { contextOf } from '../load-many.ts'
import { decideIn, type Laws, type Outcome, type People, type World } from './world.ts'

/** When automations acted on a ticket in a world, by their ids. */
export type Fired = Map<Id, Instant>

/** An automation that could not end what made it act tries again after an hour, as in life. */
const AGAIN_AFTER_MS = HOUR_MS

/** The next whole hour: how closely a replay looks for what time makes true. */
export const nextHour = (after: number): Instant => ((Math.floor(after / HOUR_MS) + 1) * HOUR_MS) as Instant

/** Whether automations may still act in a world. */
export const isOpen = ({ ticket }: World): boolean =>
  ticket !== null && ticket.status !== 'closed' && ticket.deletedAt === null

/** Lets an automation act at an instant where its conditions hold; undefined where they do not. */
export const stepAutomation = async (
  laws: Laws,
  world: World,
  {
    automation,
    at,
    people,
    fired,
  }: {
    readonly automation: Automation
    readonly at: Instant
    readonly people: People
    readonly fired: Fired
  },
): Promise<Outcome | undefined> => {
  const { ticket } = world
  const firedAt = fired.get(automation.rule.id) ?? null
  if (ticket === null || !isOpen(world) || !mayAct(automation, firedAt, at)) return undefined
  const change = changeOf(automation, firedAt)
  const past = laws.policies.pastHours(laws.policy, world.clocks)
  const pastHours = past && (await past)
  const context = contextOf(people.recorded, namedBy(change, laws.policy), ticket)
  if (
    !automation.matches(
      factsIn(laws, world, ticket, { change, context, at, pastHours, description: people.words.description }),
    )
  )
    return undefined
  const outcome = await decideIn(laws, world, { ticketId: ticket.id, change, at, source: null }, people)
  const hasActed = outcome.decision?.rulesFired.some(
    ({ kind, id }) => kind === 'automation' && id === automation.rule.id,
  )
  if (hasActed !== true) return undefined
  fired.set(automation.rule.id, at)
  return outcome
}

const mayAct = ({ isOncePerTicket }: Automation, firedAt: Instant | null, at: Instant): boolean =>
  firedAt === null || (!isOncePerTicket && at - firedAt >= AGAIN_AFTER_MS)

const factsIn = (
  { policy }: Laws,
  { clocks }: World,
  ticket: Ticket,
  {
    change,
    context,
    at,
    pastHours,
    description,
  }: {
    readonly change: Change
    readonly context: Context
    readonly at: Instant
    readonly description: string | null
    readonly pastHours: Parameters<typeof hoursOf>[1]
  },
) =>
  factsOf({
    attempt: {
      before: ticket,
      draft: { ...ticket },
      change,
      acting: SYSTEM,
      policy,
      context,
      at,
      clocks,
      description,
      hours: hoursOf(policy, pastHours),
      untold: null,
      errors: [],
    },
    comment: null,
    due: [],
  })

const changeOf = ({ rule: { id, title } }: Automation, firedAt: Instant | null): Change => ({
  ...noChange,
  kind: 'update',
  actor: { kind: 'system' },
  via: { channel: 'rule', source: { from: { id, title, deleted: false }, to: {}, rel: 'automation' } },
  automation: { id, firedAt },
})
