import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileCalendar } from '../../../calendar/core/index.ts'
import { HOUR_MS, instantOf, orRefuse } from '../../../kernel/index.ts'
import { skillIdOf, skillIdText } from '../../core/skill-id.ts'
import { PRIORITIES } from '../../core/ticket.ts'
import { type Candidate, type ChoiceRules, choose, type Waiting } from './choose.ts'
import { rounded, STANDARD_WEIGHTS, weightOfAll, weightOfTicket } from './load.ts'
import { awayAt, backAfter } from './presence.ts'

const waiting: Waiting = { ticketId: 1, status: 'new', priority: null, needs: [], waitedMinutes: 0 }
const agent = (userId: number, differs: Partial<Candidate> = {}): Candidate => ({
  userId,
  takesPart: true,
  away: null,
  skills: [],
  open: [],
  capacity: 10,
  modifier: 1,
  lastTurn: null,
  ...differs,
})
const rules: ChoiceRules = {
  strategy: 'round_robin',
  skills: 'require',
  fallbackMinutes: null,
  weights: STANDARD_WEIGHTS,
}
const LOADED: ChoiceRules = { ...rules, strategy: 'least_loaded' }
const reasons = (choice: ReturnType<typeof choose>) =>
  Object.fromEntries(choice.verdicts.map(({ userId, reason }) => [userId, reason]))
const open = (count: number) => [{ status: 'open' as const, priority: null, count }]

const candidates: fc.Arbitrary<Candidate[]> = fc
  .array(
    fc.record({
      takesPart: fc.boolean(),
      away: fc.constantFrom(null, null, null, 'away' as const, 'absent' as const, 'off_shift' as const),
      skills: fc.subarray([7, 8, 9]),
      open: fc.array(
        fc.record({
          status: fc.constantFrom('new' as const, 'open' as const, 'pending' as const, 'hold' as const),
          priority: fc.constantFrom(null, ...PRIORITIES),
          count: fc.integer({ min: 1, max: 9 }),
        }),
        { maxLength: 4 },
      ),
      capacity: fc.integer({ min: 0, max: 30 }),
      modifier: fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10),
      lastTurn: fc.option(fc.integer({ min: 1, max: 50 })),
    }),
    { maxLength: 8 },
  )
  .map((list) => list.map((one, index) => ({ ...one, userId: index + 1 })))
const asked: fc.Arbitrary<Waiting> = fc.record({
  ticketId: fc.constant(1),
  status: fc.constantFrom('new' as const, 'open' as const),
  priority: fc.constantFrom(null, ...PRIORITIES),
  needs: fc.subarray([7, 8, 9]),
  waitedMinutes: fc.integer({ min: 0, max: 60 }),
})
const anyRules: fc.Arbitrary<ChoiceRules> = fc.record({
  strategy: fc.constantFrom('round_robin' as const, 'least_loaded' as const),
  skills: fc.constantFrom('require' as const, 'prefer' as const, 'ignore' as const),
  fallbackMinutes: fc.option(fc.integer({ min: 1, max: 60 })),
  weights: fc.constant(STANDARD_WEIGHTS),
})

describe('whom a ticket goes to', () => {
  it('is somebody who takes part, is there and has room and the skills, or nobody where there is none', () => {
    fc.assert(
      fc.property(asked, candidates, anyRules, (ticket, people, how) => {
        const { chosen, verdicts } = choose(ticket, people, how)
        const isStrict =
          how.skills === 'require' &&
          (how.fallbackMinutes === null || ticket.waitedMinutes < how.fallbackMinutes)
        const may = people.filter(
          (one) =>
            one.takesPart &&
            one.away === null &&
            rounded(weightOfAll(one.open, how.weights) + weightOfTicket(ticket, how.weights)) <=
              one.capacity &&
            (!isStrict || ticket.needs.every((skill) => one.skills.includes(skill))),
        )
        expect(may.length === 0).toBe(chosen === null)
        if (chosen !== null) expect(may.map(({ userId }) => userId)).toContain(chosen)
        expect(verdicts.map(({ userId }) => userId)).toEqual(people.map(({ userId }) => userId))
        expect(verdicts.filter(({ reason }) => reason === 'chosen')).toHaveLength(chosen === null ? 0 : 1)
      }),
    )
  })

  it('is one of the least loaded, in whatever order they stand', () => {
    fc.assert(
      fc.property(asked, candidates, (ticket, people) => {
        const how: ChoiceRules = { ...LOADED, skills: 'ignore' }
        const { chosen, verdicts } = choose(ticket, people, how)
        const fit = verdicts.filter(({ reason }) =>
          ['chosen', 'higher_load', 'had_one_later'].includes(reason),
        )
        const least = Math.min(...fit.map(({ load }) => load))
        if (chosen !== null) expect(verdicts.find(({ userId }) => userId === chosen)!.load).toBe(least)
        expect(choose(ticket, people.toReversed(), how).chosen).toBe(chosen)
      }),
    )
  })

  it('goes round: always-available people differ by at most one, whoever else comes and goes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 80 }),
        (steady, comings) => {
          const turns = new Map<number, number>()
          const got = new Map<number, number>()
          comings.forEach((isVisitorHere, turn) => {
            const people = Array.from({ length: steady + 1 }, (_, index) =>
              agent(index + 1, {
                capacity: 1000,
                lastTurn: turns.get(index + 1) ?? null,
                ...(index === steady && !isVisitorHere ? { away: 'offline' as const } : {}),
              }),
            )
            const { chosen } = choose(waiting, people, rules)
            turns.set(chosen!, turn + 1)
            got.set(chosen!, (got.get(chosen!) ?? 0) + 1)
          })
          const counts = Array.from({ length: steady }, (_, index) => got.get(index + 1) ?? 0)
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('says of each why', () => {
    const choice = choose(
      { ...waiting, needs: [7] },
      [
        agent(1, { takesPart: false }),
        agent(2, { away: 'off_shift' }),
        agent(3, { away: 'absent' }),
        agent(4, { skills: [7], open: open(10) }),
        agent(5, { skills: [8] }),
        agent(6, { skills: [7], open: open(3) }),
        agent(7, { skills: [7], open: open(4), modifier: 2 }),
        agent(8, { skills: [7], open: open(3), lastTurn: 4 }),
      ],
      LOADED,
    )
    expect(reasons(choice)).toEqual({
      1: 'takes_no_part',
      2: 'off_shift',
      3: 'absent',
      4: 'at_capacity',
      5: 'lacks_skill',
      6: 'chosen',
      7: 'higher_load',
      8: 'had_one_later',
    })
    expect(choice.verdicts.map(({ load }) => load)).toEqual([0, 0, 0, 1, 0, 0.3, 0.8, 0.3])
    expect(choice.verdicts[4]!.lacks).toEqual([7])
  })

  it('prefers skills, or requires them until the ticket has waited long enough', () => {
    const people = [agent(1, { skills: [8] }), agent(2, { skills: [] })]
    const needing = { ...waiting, needs: [7, 8] }
    expect(reasons(choose(needing, people, { ...rules, skills: 'prefer' }))).toEqual({
      1: 'chosen',
      2: 'fewer_skills',
    })
    const after = { ...rules, fallbackMinutes: 10 }
    expect(choose({ ...needing, waitedMinutes: 9 }, people, after).chosen).toBeNull()
    expect(choose({ ...needing, waitedMinutes: 10 }, people, after).chosen).toBe(1)
    expect(choose(needing, people.toReversed(), { ...rules, skills: 'ignore' }).chosen).toBe(1)
  })

  it('weighs by status and priority', () => {
    const { weights } = rules
    expect(weightOfTicket({ status: 'open', priority: 'urgent' }, weights)).toBe(3)
    expect(weightOfTicket({ status: 'pending', priority: 'high' }, weights)).toBe(0.5)
    expect(weightOfTicket({ status: 'solved', priority: 'urgent' }, weights)).toBe(0)
    expect(reasons(choose({ ...waiting, priority: 'urgent' }, [agent(1, { capacity: 2.9 })], rules))).toEqual(
      {
        1: 'at_capacity',
      },
    )
  })
})

describe('being there', () => {
  const office = orRefuse(
    compileCalendar({
      timeZone: 'Europe/Amsterdam',
      week: [{ startMinute: 9 * 60 + 1440, endMinute: 17 * 60 + 1440 }],
      holidays: [],
    }),
  )
  const monday = (hour: number) => instantOf(Date.UTC(2026, 1, 2, hour - 1))
  const present = { status: 'online' as const, shift: office, absences: [] }

  it('is being online, on shift and not absent', () => {
    expect(awayAt(present, monday(10))).toBeNull()
    expect(awayAt(present, monday(8))).toBe('off_shift')
    expect(awayAt({ ...present, shift: null }, monday(3))).toBeNull()
    expect(awayAt({ ...present, status: 'away' }, monday(10))).toBe('away')
    const absences = [{ from: monday(9), to: monday(12) }]
    expect([9, 11, 12].map((hour) => awayAt({ ...present, absences }, monday(hour)))).toEqual([
      'absent',
      'absent',
      null,
    ])
  })

  it('tells when time brings somebody back', () => {
    expect(backAfter(present, monday(8))).toBe(monday(9))
    expect(backAfter({ ...present, status: 'offline' }, monday(8))).toBeNull()
    const absences = [
      { from: monday(9), to: monday(12) },
      { from: monday(10), to: monday(13) },
    ]
    expect(backAfter({ ...present, absences }, monday(11))).toBe(instantOf(monday(11) + 2 * HOUR_MS))
  })
})

it('knows skills by UUIDs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8_999_999_999_999_999 }), (id) => {
      expect(skillIdText(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(skillIdOf(skillIdText(id))).toBe(id)
    }),
  )
  expect(skillIdOf('7')).toBeUndefined()
  expect(skillIdOf('00000000-0000-4000-8000-000000000000')).toBeUndefined()
})
