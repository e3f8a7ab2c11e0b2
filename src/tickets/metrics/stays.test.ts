import { expect, it } from 'vitest'
import { type Handover, staysOf } from './stays.ts'

const given = (field: string, to: number | null) => ({ type: 'field_changed', field, to }) as const
const audit = (seq: number, ...events: Handover['events'][number][]): Handover => ({
  seq,
  at: seq * 100,
  events,
})

it('knows with which groups and agents a ticket was, where rules passed it on within one update too', () => {
  const stays = staysOf([
    audit(1, given('groupId', 31), given('groupId', 32)),
    audit(2, given('assigneeId', 12)),
    audit(4, given('groupId', 31), given('assigneeId', null)),
    audit(7, given('assigneeId', 12)),
  ])
  expect(stays).toEqual({
    groups: [
      { id: 32, from: 100, to: 400 },
      { id: 31, from: 400, to: null },
    ],
    assignees: [
      { id: 12, from: 200, to: 400 },
      { id: 12, from: 700, to: null },
    ],
  })
})

it('passes over what was taken back in place, and counts what was taken back later', () => {
  const inPlace = { type: 'undone', seq: 2, mode: 'in_place' } as const
  const later = { type: 'undone', seq: 4, mode: 'compensating' } as const
  const { groups } = staysOf([
    audit(1, given('groupId', 31)),
    audit(2, given('groupId', 32)),
    audit(3, given('groupId', 31), inPlace),
    audit(4, given('groupId', 32)),
    audit(5, given('groupId', 31), later),
  ])
  expect(groups.map(({ id, from }) => [id, from])).toEqual([
    [31, 100],
    [32, 400],
    [31, 500],
  ])
})
