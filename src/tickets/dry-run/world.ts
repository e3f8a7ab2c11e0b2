import type { Id, Instant, Refusal, Result } from '../../kernel/index.ts'
import type { Hours } from '../../sla/core/index.ts'
import { DUE } from '../clocks/timer.ts'
import { hoursOf } from '../core/clocks/decide-clocks.ts'
import { type Clocked, clocksTakenBack, replayClocks } from '../core/clocks/replay.ts'
import { nextDueAt, type TicketClocks } from '../core/clocks/ticket-clocks.ts'
import { foldAudit } from '../core/fold.ts'
import { type Change, type Context, type Decision, decide, type Policy, type Ticket } from '../core/index.ts'
import { namedBy } from '../load.ts'
import { contextOf } from '../load-many.ts'
import type { Policies } from '../policies.ts'
import type { Input } from './recorded.ts'

/** A ticket as it stands in a world where one policy holds. Replaced, never changed. */
export type World = {
  readonly ticket: Ticket | null
  readonly clocks: TicketClocks | null
}

/** What a world is decided by. */
export type Laws = { readonly policy: Policy; readonly policies: Policies }

/** Facts about people: those that the ticket's audits hold, before those of today. */
export type People = {
  /** Of this ticket's audits so far: the last of each person and group. */
  readonly recorded: Context
  readonly today: Context
  /** The words of the ticket's first comment, which automations may ask for. */
  readonly words: { description: string | null }
}

/** What one step did, whoever set it going. */
export type Outcome = {
  readonly world: World
  /** Null where nothing was decided anew: its events were taken as they were, or the Change was refused. */
  readonly decision: Decision | null
  readonly refusal: Refusal | null
  /** Names of facts that no audit of the ticket holds, so that those of today were taken: `user 17`, `group 4`. */
  readonly borrowed: readonly string[]
}

/** Decides a Change of history in a world, on what has become of the ticket there. */
export const stepInput = async (
  laws: Laws,
  world: World,
  input: Input,
  people: People,
  source: Ticket | null,
): Promise<Outcome> => {
  const isGone = world.ticket === null && input.change.kind !== 'create'
  if (isGone) return { world, decision: null, refusal: GONE, borrowed: [] }
  const { expectUpdatedAt: _, ...change } = input.change
  const asked = { ticketId: input.ticketId, change, at: input.at, source }
  return await decideIn(laws, world, asked, people)
}

const GONE: Refusal = { code: 'not_found', message: 'The ticket was never made' }

type Asked = {
  readonly ticketId: Id
  readonly change: Change
  readonly at: Instant
  readonly source: Ticket | null
}

/** Decides on what has become of the ticket in a world, with whoever is round it there. */
export const decideIn = async (
  { policy, policies }: Laws,
  world: World,
  { ticketId, change, at, source }: Asked,
  people: People,
): Promise<Outcome> => {
  const past = policies.pastHours(policy, world.clocks)
  const pastHours = past && (await past)
  let named = { ...namedBy(change, policy), groupMembers: false, allAgents: false }
  for (;;) {
    const context = contextOf(factsOf(people, named.allAgents), named, world.ticket)
    const description = change.automation ? people.words.description : null
    const state = { ticketId, ...world, context, source, description, ...(pastHours && { pastHours }) }
    const decided = decide(state, change, policy, at)
    const wider = decided.ok ? widened(named, decided.value.lacking) : named
    if (wider === named) return outcomeOf(world, decided, borrowedIn(context, people))
    named = wider
  }
}

type Named = ReturnType<typeof namedBy>

const widened = (named: Named, lacking: Decision['lacking']): Named => {
  const groupMembers = named.groupMembers || lacking.groupMembers
  const allAgents = named.allAgents || lacking.allAgents
  const isSame = groupMembers === named.groupMembers && allAgents === named.allAgents
  return isSame ? named : { ...named, groupMembers, allAgents }
}

const outcomeOf = (
  world: World,
  decided: Result<Decision, Refusal>,
  borrowed: readonly string[],
): Outcome => {
  if (!decided.ok) return { world, decision: null, refusal: decided.error, borrowed }
  const decision = decided.value
  return { world: after(decision), decision, refusal: null, borrowed }
}

/** Ids of comments do not matter here: no rule asks for them. */
const after = ({ ticket, clocks }: Decision): World => ({ ticket, clocks })

/** Facts of audits before those of today; all agents are asked for rarely, and only then put into one place. */
const factsOf = ({ recorded, today }: People, isWhole: boolean): Context =>
  isWhole
    ? {
        users: { ...today.users, ...recorded.users },
        groups: { ...today.groups, ...recorded.groups },
        organizations: { ...today.organizations, ...recorded.organizations },
        singleGroupId: today.singleGroupId ?? null,
      }
    : recorded

const borrowedIn = (context: Context, { recorded }: People): string[] => [
  ...Object.keys(context.users)
    .filter((id) => !Object.hasOwn(recorded.users, id))
    .map((id) => `user ${id}`),
  ...Object.keys(context.groups)
    .filter((id) => !Object.hasOwn(recorded.groups, id))
    .map((id) => `group ${id}`),
]

/** The facts of a ticket's audits, to be filled as they come; behind them, unseen, stand those of today. */
export const peopleBefore = (today: Context): People => ({
  recorded: {
    users: Object.create(today.users),
    groups: Object.create(today.groups),
    organizations: Object.create(today.organizations),
    singleGroupId: today.singleGroupId ?? null,
  },
  today,
  words: { description: null },
})

export const learn = ({ recorded, words }: People, { context, change }: Input): void => {
  const { users, groups, organizations } = context
  words.description ??= change.comment?.text ?? null
  Object.assign(recorded.users, users)
  Object.assign(recorded.groups, groups)
  Object.assign(recorded.organizations, organizations)
}

/** When time alone next does something in a world; null: never. */
export const dueIn = ({ ticket, clocks }: World): Instant | null =>
  ticket === null || clocks === null ? null : nextDueAt(ticket, clocks)

/** Lets happen what falls due at an instant. */
export const stepDue = (laws: Laws, world: World, at: Instant, people: People): Promise<Outcome> => {
  const change = { ...DUE, timer: { dueAt: at } }
  return decideIn(laws, world, { ticketId: world.ticket?.id ?? 0, change, at, source: null }, people)
}

/** Clocks before each audit so far, for what is taken back in place. */
export type Told = ReadonlyMap<number, Clocked>

/** Takes an audit's events as they were: what cannot be decided anew, or was allowed then and would not be today. */
export const stepTold = async (
  { policy, policies }: Laws,
  world: World,
  input: Input,
  told: Told,
): Promise<World> => {
  const ticket = foldAudit(world.ticket, {
    ticketId: input.ticketId,
    seq: (world.ticket?.version ?? 0) + 1,
    at: input.at,
    via: world.ticket?.via ?? input.change.via,
    events: input.events.map((event, index) => ({ id: input.auditId + 1 + index, event })),
  })
  const undone = input.events.find((event) => event.type === 'undone')
  const before = undone?.type === 'undone' && undone.mode === 'in_place' ? told.get(undone.seq) : undefined
  if (before) return { ticket, clocks: clocksTakenBack(world.clocks, before).clocks }
  const past = policies.pastHours(policy, world.clocks)
  const hours = hoursOf(policy, (past && (await past)) as ReadonlyMap<string, Hours> | undefined)
  const { at, actorId, events, context, change } = input
  const audit = { before: world.ticket, ticket, events, actorId, context, policy, at, change }
  return { ticket, clocks: replayClocks(world.clocks, audit, hours).clocks }
}
