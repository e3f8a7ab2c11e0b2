import { expect, test } from 'vitest'
import { Refused } from '../../kernel/index.ts'
import { idList, includedNames, includedNamesByKind, type SideLoader, sideload, valueList } from './index.ts'

type Ticket = { readonly requester: number; readonly assignee: number | null; readonly group: number | null }

const asked: number[][] = []
const users: SideLoader<Ticket> = {
  name: 'users',
  ids: ({ requester, assignee }) => [requester, assignee],
  load: async (ids) => {
    asked.push([...ids])
    return ids.map((id) => ({ id }))
  },
}
const groups: SideLoader<Ticket> = {
  name: 'groups',
  ids: ({ group }) => [group],
  load: async () => {
    throw new Error('asked for nothing')
  },
}
const tickets: Ticket[] = [
  { requester: 1, assignee: 2, group: null },
  { requester: 2, assignee: null, group: null },
]

test('each object once, in one question; nothing to load asks nothing', async () => {
  expect(await sideload(includedNames(' users ,groups,None'), [users, groups], tickets)).toEqual({
    users: [{ id: 1 }, { id: 2 }],
    groups: [],
  })
  expect(asked).toEqual([[1, 2]])
})

test('what is not asked for is not there', async () => {
  expect(await sideload(includedNames('None'), [users, groups], tickets)).toEqual({})
  expect(await sideload(includedNames(undefined), [users, groups], tickets)).toEqual({})
})

test("search's form names what belongs to which kind", () => {
  const byKind = includedNamesByKind('tickets(users,groups),users(organizations)')
  expect([...byKind].map(([kind, names]) => [kind, [...names]])).toEqual([
    ['tickets', ['users', 'groups']],
    ['users', ['organizations']],
  ])
})

test('id lists skip what no id of ours can be, and end at 100', () => {
  expect(idList('3, 1,3,x,,9223372036854775807,-1')).toEqual([3, 1])
  expect(idList(undefined)).toEqual([])
  const many = (count: number): string => Array.from({ length: count }, (_, i) => i + 1).join(',')
  expect(idList(many(100))).toHaveLength(100)
  expect(() => idList(many(101))).toThrow(Refused)
  expect(valueList(' a ,b,,')).toEqual(['a', 'b'])
})
