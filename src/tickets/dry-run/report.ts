import { canonicalJson, type Id, type Json } from '../../kernel/index.ts'
import type { Aspect, Finding } from './findings.ts'
import type { Replayed } from './replay-ticket.ts'

/** What a dry run found: how much it looked at, what would differ, and how sure that is. */
export type Report = {
  readonly tickets: number
  readonly updates: number
  readonly differing: number
  readonly groups: readonly Group[]
  /** Tickets that differ, in whose replay facts of today stood in for what audits do not hold. */
  readonly approximate: number
  readonly borrowed: readonly { readonly fact: string; readonly tickets: number }[]
  /** Changes that no decision could be made of again: taken as they were. */
  readonly keptAsRecorded: number
  /** Of them those that neither policy would let through. */
  readonly refusedByBoth: number
  /** Comments whose words are gone. */
  readonly redacted: number
}

/** Tickets that differ in the same thing. */
export type Group = {
  readonly aspect: Aspect
  readonly name: string
  readonly tickets: number
  /** The commonest turns, where values are short: from what to what, on how many tickets. */
  readonly turns: readonly { readonly today: Json; readonly proposed: Json; readonly tickets: number }[]
  readonly sampleTicketIds: readonly Id[]
}

const SAMPLES = 10
const MAX_TURNS = 10
/** Turns that are told apart while counting; beyond it stand values that nobody could read a list of. */
const MAX_COUNTED = 200
const SHORT = 100
const MAX_BORROWED = 20

/** Adds up what replays find. */
export const createReport = () => {
  const groups = new Map<string, Counted>()
  const borrowed = new Map<string, number>()
  const sums = {
    tickets: 0,
    updates: 0,
    differing: 0,
    approximate: 0,
    keptAsRecorded: 0,
    refusedByBoth: 0,
    redacted: 0,
  }
  return {
    sums,
    add: (replayed: Replayed): void => {
      sums.tickets += 1
      sums.updates += replayed.updates
      sums.keptAsRecorded += replayed.keptAsRecorded
      sums.refusedByBoth += replayed.refusedByBoth
      sums.redacted += replayed.redacted
      if (replayed.findings.length === 0) return
      sums.differing += 1
      if (replayed.borrowed.length > 0) sums.approximate += 1
      for (const fact of replayed.borrowed) borrowed.set(fact, (borrowed.get(fact) ?? 0) + 1)
      for (const finding of replayed.findings) count(groups, replayed.ticketId, finding)
    },
    whole: (): Report => ({
      ...sums,
      groups: [...groups.values()].map(groupOf).sort((a, b) => b.tickets - a.tickets || compare(a, b)),
      borrowed: [...borrowed]
        .map(([fact, tickets]) => ({ fact, tickets }))
        .sort((a, b) => b.tickets - a.tickets || a.fact.localeCompare(b.fact, 'en'))
        .slice(0, MAX_BORROWED),
    }),
  }
}

type Counted = {
  readonly aspect: Aspect
  readonly name: string
  tickets: number
  readonly turns: Map<string, { readonly today: Json; readonly proposed: Json; tickets: number }>
  readonly samples: Id[]
}

const count = (groups: Map<string, Counted>, ticketId: Id, finding: Finding): void => {
  const { aspect, name, today, proposed } = finding
  const key = `${aspect}/${name}`
  const group: Counted = groups.get(key) ?? { aspect, name, tickets: 0, turns: new Map(), samples: [] }
  groups.set(key, group)
  group.tickets += 1
  if (group.samples.length < SAMPLES) group.samples.push(ticketId)
  if (aspect !== 'field') return
  const turn = canonicalJson([today, proposed])
  const known = group.turns.get(turn)
  if (known) known.tickets += 1
  else if (turn.length <= SHORT && group.turns.size < MAX_COUNTED)
    group.turns.set(turn, { today, proposed, tickets: 1 })
}

const groupOf = ({ aspect, name, tickets, turns, samples }: Counted): Group => ({
  aspect,
  name,
  tickets,
  turns: [...turns.values()].sort((a, b) => b.tickets - a.tickets).slice(0, MAX_TURNS),
  sampleTicketIds: samples,
})

const compare = (a: Group, b: Group): number =>
  `${a.aspect}/${a.name}`.localeCompare(`${b.aspect}/${b.name}`, 'en')
