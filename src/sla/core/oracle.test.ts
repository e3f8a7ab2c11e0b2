import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerOf } from './case/answer.ts'
import { entriesOf, foldCase } from './case/fold.ts'
import { readCase } from './case/read-case.ts'
import {
  advance,
  finish,
  type HoursOf,
  type MetricEvent,
  nextBreachAt,
  type SlaState,
  step,
} from './index.ts'
import { simulate } from './minute-oracle-fixture.ts'
import type { OracleCase } from './oracle-case-fixture.ts'
import type { OracleEvent } from './oracle-timers-fixture.ts'
import { randomCase } from './random-cases-fixture.ts'

const CASES = Number(process.env.CASES ?? 2000)
const TIMEOUT_MS = 60_000 + CASES * 100

type Answer = ReturnType<typeof simulate>

const byName = <Named extends { metric: string; instance: number }>(list: readonly Named[]): Named[] =>
  [...list].sort((a, b) => (a.metric === b.metric ? a.instance - b.instance : a.metric < b.metric ? -1 : 1))

/** What happens in one second has no order that both must agree on. */
const inOrder = (events: readonly OracleEvent[]): string[] =>
  events.map(({ time, ...event }) => JSON.stringify([time, ...Object.entries(event).sort()])).sort()

const comparable = ({ metrics, clocks, events }: Answer) => ({
  metrics,
  clocks: byName(clocks),
  events: inOrder(events),
})

describe('a random life of a ticket', () => {
  it(
    'has the clocks, events and metrics that counting minute by minute finds',
    () => {
      fc.assert(
        fc.property(randomCase, (given) => {
          const answer = answerOf(foldCase(readCase(given))) as Answer
          expect(comparable(answer)).toEqual(comparable(simulate(given)))
        }),
        { numRuns: CASES },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'comes to the same step by step, from a state that was stored and read again each time',
    () => {
      fc.assert(
        fc.property(randomCase, (given) => {
          expect(steppedThrough(given, withoutTimers)).toEqual(answerOf(foldCase(readCase(given))))
        }),
        { numRuns: Math.ceil(CASES / 4) },
      )
    },
    TIMEOUT_MS,
  )

  it(
    'comes to the same when a timer puts each breach on record at the instant that was foretold',
    () => {
      fc.assert(
        fc.property(randomCase, (given) => {
          expect(steppedThrough(given, fireTimers)).toEqual(answerOf(foldCase(readCase(given))))
        }),
        { numRuns: Math.ceil(CASES / 4) },
      )
    },
    TIMEOUT_MS,
  )
})

type Keep = (list: readonly MetricEvent[]) => void
type LetTimeGoBy = (state: SlaState, before: number, hoursOf: HoursOf, keep: Keep) => SlaState

const withoutTimers: LetTimeGoBy = (state) => state

const fireTimers: LetTimeGoBy = (state, before, hoursOf, keep) => {
  const due = nextBreachAt(state)
  if (due === null || due >= before) return state
  const { state: next, events } = advance(state, due, hoursOf)
  expect(events.some(({ type, at }) => type === 'breach' && at === due)).toBe(true)
  keep(events)
  return fireTimers(next, before, hoursOf, keep)
}

const steppedThrough = (given: OracleCase, letTimeGoBy: LetTimeGoBy): unknown => {
  const read = readCase(given)
  const events = new Map<number, MetricEvent>()
  const keep: Keep = (list) => {
    for (const event of list) events.set(event.id, event)
  }
  let stored = 'null'
  for (const entry of entriesOf(read)) {
    const state = JSON.parse(stored) as SlaState | null
    const before = JSON.stringify(state)
    const stepped = step(state && letTimeGoBy(state, entry.at, read.hoursOf, keep), entry, read.hoursOf)
    expect(JSON.stringify(state)).toBe(before)
    keep(stepped.events)
    const instants = stepped.events.filter(({ deleted }) => !deleted).map((event) => event.at)
    expect(instants).toEqual([...instants].sort((a, b) => a - b))
    stored = JSON.stringify(stepped.state)
  }
  const last = letTimeGoBy(JSON.parse(stored) as SlaState, read.until, read.hoursOf, keep)
  const finished = finish(last, read.until, read.hoursOf)
  keep(finished.events)
  return answerOf({ ...finished, events: [...events.values()] })
}
