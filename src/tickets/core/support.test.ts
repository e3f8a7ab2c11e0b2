import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../kernel/index.ts'
import { decide } from './decide.ts'
import { positionAt } from './log.ts'
import { AMARA, by, decided, NOON, policyOf, rosasTicket, stateOf } from './testing/desk.ts'

const CODES = [
  { id: 901, body: { code: 'fixed', label: 'Fixed' } },
  { id: 902, body: { code: 'delivered', label: 'Delivered', kinds: ['service_request'] } },
]
const trigger = (actions: readonly JsonObject[]) => ({
  id: 950,
  body: {
    title: 'Says more',
    active: true,
    conditions: { all: [{ field: 'update_type', operator: 'is', value: 'Change' }], any: [] },
    actions: [...actions],
  },
})
const withTrigger = (...actions: readonly JsonObject[]) =>
  policyOf({ resolution_code: CODES, trigger: [trigger(actions)] })
const tagging = by(AMARA, { tags: { add: ['x'] } })

describe('rules', () => {
  it('say how a ticket was solved, and of what kind it is', () => {
    const policy = withTrigger(
      { field: 'kind', value: 'change' },
      { field: 'resolution_code', value: 'fixed' },
    )
    const { ticket, events } = decided(rosasTicket(), tagging, policy)
    expect(ticket).toMatchObject({ kind: 'change', type: 'task', resolutionCode: 'fixed' })
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'field_changed', field: 'kind', to: 'change', by: expect.anything() }),
    )
  })

  it.each(['delivered', 'nonsense'])('cannot say %s where it is no code for such tickets', (value) => {
    const policy = withTrigger({ field: 'resolution_code', value })
    const { ticket, events } = decided(rosasTicket(), tagging, policy)
    expect(ticket.resolutionCode).toBe(null)
    expect(events).toContainEqual(expect.objectContaining({ type: 'rule_error' }))
  })

  it('are held to no process, as staff are', () => {
    const change = rosasTicket({ kind: 'change', type: 'task', status: 'open', assigneeId: AMARA.id })
    const solving = by(AMARA, { set: { status: 'solved' } })
    expect(decide(stateOf(change), solving, policyOf(), NOON).ok).toBe(false)
    const policy = withTrigger({ field: 'status', value: 'solved' })
    expect(decided(change, tagging, policy).ticket.status).toBe('solved')
  })
})

describe('a structured note', () => {
  it('is never public, whoever sends it', () => {
    const structure = { kind: 'hand_over' } as never
    const comment = { text: 'x', html: 'x', attachments: [], structure, public: true }
    expect(decide(stateOf(rosasTicket()), by(AMARA, { comment }), policyOf(), NOON)).toMatchObject({
      ok: false,
    })
    const hidden = by(AMARA, { comment: { ...comment, public: false } })
    expect(decide(stateOf(rosasTicket()), hidden, policyOf(), NOON).ok).toBe(true)
  })
})

describe('places in the log', () => {
  const others = [1, 2, 4].map((position) => ({ newest: { structure: { position } } })) as never
  it.each([
    [undefined, 5],
    [1, 0],
    [2, 1.5],
    [3, 3],
    [4, 5],
    [99, 5],
  ])('%s', (place, position) => {
    expect(positionAt(others, place)).toBe(position)
  })
  it('begin at one', () => expect(positionAt([], 3)).toBe(1))
})
