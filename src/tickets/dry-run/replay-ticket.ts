import type { Id, Instant } from '../../kernel/index.ts'
import { refold } from '../clocks/refold.ts'
import { hoursOf } from '../core/clocks/decide-clocks.ts'
import type { Clocked } from '../core/clocks/replay.ts'
import type { Context, Ticket } from '../core/index.ts'
import { clockPairs } from '../time/what-if.ts'
import { createFindings, type Finding, type Findings } from './findings.ts'
import { type Input, inputOf, type RecordedAudit } from './recorded.ts'
import { isSame } from './same.ts'
import { type Fired, isOpen, nextHour, stepAutomation } from './sweep.ts'
import {
  dueIn,
  type Laws,
  learn,
  type Outcome,
  type People,
  peopleBefore,
  stepDue,
  stepInput,
  stepTold,
  type World,
} from './world.ts'

/** What histories are replayed by: the policy of today and the proposed one, each in a world of its own. */
export type Replay = {
  readonly laws: { readonly today: Laws; readonly proposed: Laws }
  /** What was decided under versions since this one would be so again under today's; infinite where that is no help. */
  readonly sameSince: number
  /** Automations that are looked for every hour, whatever was recorded of them. */
  readonly sweptIds: ReadonlySet<Id>
  /** The span: what happened before is as it was, what is due in it happens. */
  readonly from: Instant
  readonly to: Instant
  /** Facts about people that audits may lack: as of now. */
  readonly people: Context
  /** The ticket that a follow-up takes up again, as it was then. */
  readonly sourceOf: (ticketId: Id, before: Id) => Promise<Ticket | null>
}

/** What a ticket's history says under the proposed policy. */
export type Replayed = {
  readonly ticketId: Id
  readonly findings: readonly Finding[]
  /** Changes of the span. */
  readonly updates: number
  /** Of them those that could not be decided anew; and those that neither policy would let through today. */
  readonly keptAsRecorded: number
  readonly refusedByBoth: number
  /** Facts of today that decisions on it took, because its audits do not hold them. */
  readonly borrowed: readonly string[]
  /** Comments whose words were blackened since. */
  readonly redacted: number
}

type Worlds = { today: World; proposed: World }

/** Lives a ticket's history through twice, under each policy, and tells what comes out differently. */
export const replayTicket = async (
  replay: Replay,
  ticketId: Id,
  audits: readonly RecordedAudit[],
): Promise<Replayed> => {
  const life = await beginLife(replay, audits)
  const inSpan = audits.filter((audit) => audit.created_at >= replay.from)
  for (const audit of inSpan) await live(life, inputOf(audit))
  await passUntil(life, replay.to, true)
  const { today, proposed } = life.worlds
  if (today !== proposed && today.clocks && proposed.clocks)
    life.findings.clocks(replay.to, await pairsOf(replay, life.worlds))
  const { keptAsRecorded, refusedByBoth, redacted } = life
  const findings = life.findings.all()
  const borrowed = [...life.borrowed]
  return { ticketId, findings, updates: inSpan.length, keptAsRecorded, refusedByBoth, borrowed, redacted }
}

type Life = {
  readonly replay: Replay
  /** Both worlds are what was recorded, and the record is what today's policy says. */
  isOnRecord: boolean
  readonly worlds: Worlds
  readonly people: People
  readonly findings: Findings
  /** In each world, by audit: the clocks before it. */
  readonly told: { readonly today: Map<number, Clocked>; readonly proposed: Map<number, Clocked> }
  readonly borrowed: Set<string>
  readonly fired: { readonly today: Fired; readonly proposed: Fired }
  sweptUntil: number
  keptAsRecorded: number
  refusedByBoth: number
  redacted: number
}

const beginLife = async (replay: Replay, audits: readonly RecordedAudit[]): Promise<Life> => {
  const earlier = audits.filter((audit) => audit.created_at < replay.from)
  const people = peopleBefore(replay.people)
  const told = new Map<number, Clocked>()
  let world: World = { ticket: null, clocks: null }
  if (earlier.length > 0) {
    for (const audit of earlier) learn(people, inputOf(audit))
    for (const { audit, ticket, clocks } of await refold(earlier, replay.laws.today.policies)) {
      told.set(audit.seq, { clocks: world.clocks, metricEvents: [] })
      world = { ticket, clocks }
    }
  }
  return {
    replay,
    isOnRecord: true,
    worlds: { today: world, proposed: world },
    people,
    findings: createFindings(),
    told: { today: told, proposed: new Map(told) },
    borrowed: new Set(),
    fired: { today: new Map(), proposed: new Map() },
    sweptUntil: Math.max(replay.from, audits[0]?.created_at ?? replay.from),
    keptAsRecorded: 0,
    refusedByBoth: 0,
    redacted: 0,
  }
}

const live = async (life: Life, input: Input): Promise<void> => {
  const { replay, worlds, people, told } = life
  if (input.policyVersion < replay.sameSince) life.isOnRecord = false
  if (input.isTimer) return passUntil(life, input.change.timer!.dueAt, true, input)
  await passUntil(life, input.at, false)
  const automationId = input.change.automation?.id
  if (automationId !== undefined && replay.sweptIds.has(automationId)) {
    life.isOnRecord = false
    return
  }
  learn(people, input)
  told.today.set(input.seq, { clocks: worlds.today.clocks, metricEvents: [] })
  told.proposed.set(input.seq, { clocks: worlds.proposed.clocks, metricEvents: [] })
  if (input.isRedacted) life.redacted += 1
  if (input.isTold) return keepAsRecorded(life, input)
  const { followUpOf } = input.change
  const source = followUpOf === undefined ? null : await replay.sourceOf(followUpOf, input.auditId)
  const proposed = await stepInput(replay.laws.proposed, worlds.proposed, input, people, source)
  if (life.isOnRecord && isAsRecorded(proposed, input)) return goOn(life, proposed)
  life.isOnRecord = false
  const today = await stepInput(replay.laws.today, worlds.today, input, people, source)
  if (today.refusal && proposed.refusal) {
    life.refusedByBoth += 1
    return keepAsRecorded(life, input)
  }
  compare(life, { auditId: input.auditId, at: input.at }, { today, proposed })
}

/** Today's policy would say what is recorded, because it did; where the proposed one says it too, nothing differs. */
const isAsRecorded = ({ decision }: Outcome, { events }: Input): boolean =>
  decision !== null && isSame(decision.events, events)

const goOn = ({ worlds }: Life, { world }: Outcome): void => {
  worlds.today = world
  worlds.proposed = world
}

const keepAsRecorded = async (life: Life, input: Input): Promise<void> => {
  const { replay, worlds, told } = life
  const wasShared = worlds.today === worlds.proposed
  life.isOnRecord = false
  worlds.today = await stepTold(replay.laws.today, worlds.today, input, told.today)
  const proposed = await stepTold(replay.laws.proposed, worlds.proposed, input, told.proposed)
  worlds.proposed = wasShared && isSame(worlds.today, proposed) ? worlds.today : proposed
  life.keptAsRecorded += 1
}

/** More than a ticket has clocks, reminders and dates together. */
const MOST_DUES = 1000

/** Lets time go by in both worlds, each with what falls due in it. */
const passUntil = async (
  life: Life,
  until: Instant,
  isIncluded: boolean,
  recorded?: Input,
): Promise<void> => {
  const { replay, worlds, people } = life
  for (let n = 0; n < MOST_DUES; n += 1) {
    const due = Math.min(dueIn(worlds.today) ?? Infinity, dueIn(worlds.proposed) ?? Infinity)
    // Sweeping may set other dates: then it is asked again what falls due first.
    if (replay.sweptIds.size > 0 && (await sweepUntil(life, Math.min(due, until)))) continue
    const dues = { today: dueIn(worlds.today), proposed: dueIn(worlds.proposed) }
    const at = due as Instant
    if (at > until || (at === until && !isIncluded)) return
    const isExpected = life.isOnRecord && recorded !== undefined && at === until
    if (isExpected) {
      const proposed = await stepDue(replay.laws.proposed, worlds.proposed, at, people)
      if (isAsRecorded(proposed, recorded)) {
        goOn(life, proposed)
        continue
      }
    }
    life.isOnRecord = false
    const outcomeOf = async (side: keyof Worlds): Promise<Outcome> =>
      dues[side] === at ? stepDue(replay.laws[side], worlds[side], at, people) : asItIs(worlds[side])
    const outcomes = { today: await outcomeOf('today'), proposed: await outcomeOf('proposed') }
    const isStuck = outcomes.today.refusal !== null || outcomes.proposed.refusal !== null
    compare(life, { auditId: null, at }, outcomes)
    if (isStuck) return
  }
}

/** Lets automations act at whole hours before an instant; ends, and answers true, as soon as one has. */
const sweepUntil = async (life: Life, before: number): Promise<boolean> => {
  const { replay, worlds, people, fired } = life
  for (let at = nextHour(life.sweptUntil); at < before; at = nextHour(at)) {
    if (!isOpen(worlds.today) && !isOpen(worlds.proposed)) break
    life.sweptUntil = at
    let hasActed = false
    for (const id of replay.sweptIds) {
      const outcomeOf = async (side: keyof Worlds): Promise<Outcome | undefined> => {
        const automation = replay.laws[side].policy.automations.find(({ rule }) => rule.id === id)
        const acting = automation && { automation, at, people, fired: fired[side] }
        return acting && stepAutomation(replay.laws[side], worlds[side], acting)
      }
      const [today, proposed] = [await outcomeOf('today'), await outcomeOf('proposed')]
      if (today === undefined && proposed === undefined) continue
      hasActed = true
      life.isOnRecord = false
      compare(
        life,
        { auditId: null, at },
        { today: today ?? asItIs(worlds.today), proposed: proposed ?? asItIs(worlds.proposed) },
      )
    }
    if (hasActed) return true
  }
  if (Number.isFinite(before)) life.sweptUntil = Math.max(life.sweptUntil, before - 1)
  return false
}

const asItIs = (world: World): Outcome => ({ world, decision: null, refusal: null, borrowed: [] })

const compare = (
  { worlds, findings, borrowed }: Life,
  step: { readonly auditId: Id | null; readonly at: Instant },
  outcomes: { readonly today: Outcome; readonly proposed: Outcome },
): void => {
  const { today, proposed } = outcomes
  const wasShared = worlds.today === worlds.proposed
  worlds.today = today.world
  worlds.proposed = proposed.world
  const isShared = wasShared && isSameOutcome(today, proposed)
  if (isShared) {
    worlds.proposed = worlds.today
    return
  }
  // Facts of today matter where something differs.
  for (const name of proposed.borrowed) borrowed.add(name)
  findings.step(step, outcomes)
}

const isSameOutcome = (a: Outcome, b: Outcome): boolean =>
  (a.refusal === null) === (b.refusal === null) &&
  isSame(a.decision?.events, b.decision?.events) &&
  isSame(a.decision?.effects, b.decision?.effects) &&
  isSame(a.decision?.calls, b.decision?.calls) &&
  isSame(a.world.clocks, b.world.clocks)

const pairsOf = async ({ laws, to }: Replay, { today, proposed }: Worlds) => {
  const sideOf = async ({ policy, policies }: Laws, { clocks }: World) => {
    const past = policies.pastHours(policy, clocks)
    return { clocks: clocks!, hoursOf: hoursOf(policy, past && (await past)) }
  }
  return clockPairs(await sideOf(laws.today, today), await sideOf(laws.proposed, proposed), to)
}
