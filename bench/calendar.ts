import {
  add,
  between,
  type Calendar,
  compileCalendar,
  isOpen,
  nextOpening,
  readSchedule,
} from '../src/calendar/core/index.ts'
import { type Instant, instantOf, orRefuse, plusMs } from '../src/kernel/index.ts'
import { figure } from './support/figures.ts'

/**
 * Questions to a compiled calendar, over an hour and over ten years: the cost must not follow the span. Their limit is
 * what JavaScript takes to say the same two instants' UTC years through `Date`, which every answer must do anyway.
 */
const day = [
  ['08:30', '12:00'],
  ['13:00', '17:30'],
]
const written = readSchedule({
  tz: 'America/Los_Angeles',
  hours: { mon: day, tue: day, wed: day, thu: day, fri: day },
  holidays: [
    '--12-25',
    '--01-01',
    '--07-04',
    '2026-11-26',
    { start: '2026-12-24', closed: ['12:00', '24:00'] },
  ],
})
const { schedule } = orRefuse(written)
const compile = (): Calendar => orRefuse(compileCalendar(schedule))

const ROUNDS = 200_000
const HOUR = 3_600_000
const TEN_YEARS = 3652 * 24 * HOUR
const first = Date.UTC(2020, 0, 1)
/** Spread over two years, so that no answer can be remembered. */
const instantAt = (round: number): Instant => instantOf(first + ((round * 7_919_333) % (730 * 24 * HOUR)))

let heard = 0
const microseconds = (rounds: number, ask: (at: Instant) => number | null): number => {
  for (let round = 0; round < rounds / 10; round += 1) heard += ask(instantAt(round)) ?? 0
  const start = performance.now()
  for (let round = 0; round < rounds; round += 1) heard += ask(instantAt(round)) ?? 0
  return ((performance.now() - start) * 1000) / rounds
}

const us = (value: number): string => `${value.toFixed(2)} us`
const calendar = compile()
const bare = microseconds(
  ROUNDS,
  (at) => new Date(at).getUTCFullYear() + new Date(at + TEN_YEARS).getUTCFullYear(),
)
const limit = `Date arithmetic ${us(bare)}`
const told = (what: string, value: number, aim: string): void => figure(what, us(value), limit, aim)

const cold = performance.now()
between(calendar, instantAt(0), plusMs(instantAt(0), TEN_YEARS))
const coldUs = (performance.now() - cold) * 1000

told(
  'between over an hour',
  microseconds(ROUNDS, (at) => between(calendar, at, plusMs(at, HOUR))),
  '<= 20 us',
)
told(
  'between over ten years',
  microseconds(ROUNDS, (at) => between(calendar, at, plusMs(at, TEN_YEARS))),
  '<= 20 us',
)
told(
  'add of eight hours',
  microseconds(ROUNDS, (at) => add(calendar, at, 8 * HOUR)),
  '<= 20 us',
)
told(
  'add of 20,000 hours',
  microseconds(ROUNDS, (at) => add(calendar, at, 20_000 * HOUR)),
  '<= 20 us',
)
told(
  'is it open',
  microseconds(ROUNDS, (at) => Number(isOpen(calendar, at))),
  '<= 20 us',
)
told(
  'next opening',
  microseconds(ROUNDS / 4, (at) => nextOpening(calendar, at)),
  '<= 50 us',
)
told(
  'compile a schedule',
  microseconds(2000, () => compile().wall.days.length),
  '<= 5000 us',
)
told('the very first question of a zone, ten years', coldUs, '<= 50000 us')
if (!Number.isFinite(heard)) throw new Error('a question had no answer')
