import { afterEach, beforeEach, expect, it } from 'vitest'
import { HOUR_MS, type Id, MINUTE_MS } from '../../kernel/index.ts'
import { type TicketDesk, ticketDesk } from '../fixture.ts'
import { type Fired, firedSince, numberChanges, sweep, type Written, writeAutomations } from './fixture.ts'

/**
 * An independent, slow model of automations: every few minutes it looks at every ticket, with hours counted by hand, and
 * says who acts on whom when. It knows nothing of SQL, windows, conditions or the rule language.
 */

let desk: TicketDesk
beforeEach(async () => {
  desk = await ticketDesk()
})
afterEach(() => desk.close())

const STEP_MS = 10 * MINUTE_MS
const STEPS = 6 * 40

type Model = {
  status: 'open' | 'pending' | 'solved' | 'closed'
  statusAt: number
  updatedAt: number
  tags: Set<string>
  priority: string | null
  readonly fired: Map<Id, { at: number; times: number }>
}

type Rule = {
  readonly written: Written
  /** Whether it holds at an instant. */
  readonly holds: (ticket: Model, at: number) => boolean
  /** What it does; the status is entered when it is another. */
  readonly act: (ticket: Model) => void
  readonly mode: 'ends' | 'one hour' | 'once'
}

const hours = (from: number, at: number): number => Math.floor((at - from) / HOUR_MS)

const RULES: readonly Rule[] = [
  {
    written: {
      id: 1001,
      title: 'Late',
      all: [
        ['status', 'is', 'open'],
        ['OPEN', 'greater_than', '3'],
        ['current_tags', 'not_includes', 'late'],
      ],
      actions: [
        { field: 'current_tags', value: 'late' },
        { field: 'priority', value: 'high' },
      ],
    },
    holds: (t, at) => t.status === 'open' && hours(t.statusAt, at) > 3 && !t.tags.has('late'),
    act: (t) => {
      t.tags.add('late')
      t.priority = 'high'
    },
    mode: 'ends',
  },
  {
    written: {
      id: 1002,
      title: 'Nudge',
      all: [
        ['status', 'is', 'pending'],
        ['PENDING', 'is', '5'],
      ],
      actions: [{ field: 'current_tags', value: 'nudged' }],
    },
    holds: (t, at) => t.status === 'pending' && hours(t.statusAt, at) === 5,
    act: (t) => void t.tags.add('nudged'),
    mode: 'one hour',
  },
  {
    written: {
      id: 1003,
      title: 'Give up',
      all: [
        ['status', 'is', 'pending'],
        ['PENDING', 'greater_than', '11'],
        ['current_tags', 'includes', 'nudged'],
      ],
      actions: [{ field: 'status', value: 'solved' }],
    },
    holds: (t, at) => t.status === 'pending' && hours(t.statusAt, at) > 11 && t.tags.has('nudged'),
    act: (t) => {
      t.status = 'solved'
    },
    mode: 'ends',
  },
  {
    written: {
      id: 1004,
      title: 'Close',
      all: [
        ['status', 'is', 'solved'],
        ['SOLVED', 'greater_than', '7'],
      ],
      actions: [{ field: 'status', value: 'closed' }],
    },
    holds: (t, at) => t.status === 'solved' && hours(t.statusAt, at) > 7,
    act: (t) => {
      t.status = 'closed'
    },
    mode: 'ends',
  },
  {
    written: {
      id: 1005,
      title: 'Silent',
      once: true,
      all: [
        ['status', 'is_not', 'solved'],
        ['updated_at', 'greater_than', '6'],
        ['priority', 'is', 'high'],
      ],
      actions: [{ field: 'current_tags', value: 'silent' }],
    },
    holds: (t, at) => t.status !== 'solved' && hours(t.updatedAt, at) > 6 && t.priority === 'high',
    act: (t) => void t.tags.add('silent'),
    mode: 'once',
  },
]

const mayAct = ({ mode }: Rule, last: { at: number } | undefined, at: number): boolean => {
  if (last === undefined) return true
  return mode === 'once' ? false : at - last.at >= HOUR_MS
}

/** One look at every ticket, rule by rule. */
const look = (tickets: ReadonlyMap<Id, Model>, at: number, began: number): Fired[] =>
  RULES.flatMap((rule) =>
    [...tickets].flatMap(([ticketId, ticket]) => {
      const last = ticket.fired.get(rule.written.id)
      if (ticket.status === 'closed' || !rule.holds(ticket, at) || !mayAct(rule, last, at)) return []
      const before = JSON.stringify([ticket.status, [...ticket.tags].sort(), ticket.priority])
      const { status } = ticket
      rule.act(ticket)
      ticket.fired.set(rule.written.id, { at, times: (last?.times ?? 0) + 1 })
      if (ticket.status !== status) ticket.statusAt = at
      if (JSON.stringify([ticket.status, [...ticket.tags].sort(), ticket.priority]) === before) return []
      ticket.updatedAt = at
      return [{ hour: (at - began) / HOUR_MS, ticketId, automationId: rule.written.id }]
    }),
  )

/** Numbers that look drawn, the same again for the same seed. */
const drawing = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

it.each([1, 2])(
  'does what a model does that looks at every ticket all the time (history %i)',
  async (seed) => {
    const draw = drawing(seed)
    const { clock } = desk.ground
    const began = clock.now()
    await writeAutomations(
      desk,
      RULES.map(({ written }) => written),
    )
    const tickets = new Map<Id, Model>()
    const expected: Fired[] = []
    for (let step = 0; step < STEPS; step += 1) {
      clock.advance(STEP_MS)
      const at = clock.now()
      expected.push(...look(tickets, at, began))
      await sweep(desk)
      for (let i = draw(3); i > 0; i -= 1) await live(tickets, draw, at)
      // Mostly changes have their place in the feed by the next look, and mostly what the look itself did has.
      if (draw(4) > 0) await numberChanges(desk)
    }
    const order = (fired: Fired): string =>
      `${fired.hour.toFixed(3).padStart(9)} ${fired.automationId} ${fired.ticketId}`
    expect((await firedSince(desk, began)).map(order)).toEqual(expected.map(order).sort())
    expect(new Set(expected.map(({ automationId }) => automationId)).size).toBe(RULES.length)
  },
)

/** Somebody does something to a ticket, and the model is told. */
const live = async (tickets: Map<Id, Model>, draw: (below: number) => number, at: number): Promise<void> => {
  if (tickets.size < 12 && draw(4) === 0) {
    const { ticket } = await desk.create({ set: { subject: 'x', status: 'open' } })
    tickets.set(ticket.id, {
      status: 'open',
      statusAt: at,
      updatedAt: at,
      tags: new Set(),
      priority: null,
      fired: new Map(),
    })
    return
  }
  const alive = [...tickets].filter(([, { status }]) => status !== 'closed')
  const [id, ticket] = alive[draw(alive.length)] ?? []
  if (id === undefined || ticket === undefined || draw(5) > 0) return
  const kind = draw(4)
  if (kind === 0) {
    const tag = ['late', 'nudged', 'other'][draw(3)]!
    const isThere = ticket.tags.has(tag)
    await desk.update(id, { tags: isThere ? { remove: [tag] } : { add: [tag] } })
    if (isThere) ticket.tags.delete(tag)
    else ticket.tags.add(tag)
  } else {
    const status = (['open', 'pending', 'solved'] as const)[kind - 1]!
    if (status === ticket.status) return
    await desk.update(id, { set: { status } })
    ticket.status = status
    ticket.statusAt = at
  }
  ticket.updatedAt = at
}
