import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../kernel/index.ts'
import { bareValues, isCommentPlaceholder, type PlaceholderFacts, valuesFor } from './placeholders.ts'
import { AMARA, AT, BEN, factsOf, ROSA, ticketOf } from './testing/facts.ts'

const facts = (differs: Partial<PlaceholderFacts> = {}): PlaceholderFacts => ({
  ticket: {
    ...ticketOf({
      tags: ['vip'],
      fields: { 7: 'plan_gold', 8: ['a', 'b'], 9: 'inner' },
      status: 'hold',
      emailCcIds: [BEN],
    }),
    id: 17,
    externalId: 'crm-9',
    submitterId: ROSA,
    dueAt: null,
    updatedAt: AT,
    followerIds: [AMARA],
  },
  people: { ...factsOf().people, groupName: () => 'Support' },
  actorId: AMARA,
  recipientId: ROSA,
  desk: {
    accountName: 'Initech Help',
    baseUrl: 'https://desk.example',
    brandName: () => 'Initech',
    field: (id) =>
      ({
        7: { isVisibleToEndUsers: true, optionName: () => 'Gold' },
        8: { isVisibleToEndUsers: true, optionName: (value: string) => value.toUpperCase() },
        9: { isVisibleToEndUsers: false, optionName: () => undefined },
      })[id],
  },
  ...differs,
})

const value = (
  name: string,
  audience: 'agent' | 'end_user',
  differs: Partial<PlaceholderFacts> = {},
): Json | undefined =>
  name
    .split('.')
    .reduce<Json | undefined>(
      (place, key) => (place as JsonObject | undefined)?.[key],
      valuesFor([name], facts(differs), audience),
    )

describe('values', () => {
  test.each<[string, Json]>([
    ['ticket.id', 17],
    ['ticket.title', 'The printer is on fire'],
    ['ticket.status', 'On-hold'],
    ['ticket.priority', 'Normal'],
    ['ticket.ticket_type', 'Question'],
    ['ticket.link', 'https://desk.example/agent/tickets/17'],
    ['ticket.url', 'desk.example/agent/tickets/17'],
    ['ticket.account', 'Initech Help'],
    ['ticket.brand.name', 'Initech'],
    ['ticket.group.name', 'Support'],
    ['ticket.external_id', 'crm-9'],
    ['ticket.tags', 'vip'],
    ['ticket.via', 'web'],
    ['ticket.created_at', '2026-03-02T12:00:00Z'],
    ['ticket.cc_names', 'Person 2002'],
    ['ticket.follower_names', 'Amara Okafor'],
    ['ticket.requester.name', 'Rosa Diaz'],
    ['ticket.requester.first_name', 'Rosa'],
    ['ticket.requester.last_name', 'Diaz'],
    ['ticket.requester.email', 'p1001@example.com'],
    ['ticket.requester.language', 'Deutsch'],
    ['ticket.requester.role', 'End-user'],
    ['ticket.requester.custom_fields.tier', 'Gold'],
    ['ticket.assignee.notes', 'on leave soon'],
    ['ticket.submitter.id', ROSA],
    ['current_user.name', 'Amara Okafor'],
    ['agent.signature', 'Amara, Support'],
    ['ticket.organization.name', 'Initech'],
    ['ticket.organization.details', 'Owes us money'],
    ['ticket.organization.custom_fields.plan', 'enterprise'],
    ['ticket.ticket_field_7', 'plan_gold'],
    ['ticket.ticket_field_option_title_7', 'Gold'],
    ['ticket.ticket_field_8', 'a b'],
    ['ticket.ticket_field_option_title_8', 'A, B'],
    ['ticket.ticket_field_9', 'inner'],
  ])('%s is %j to an agent', (name, expected) => {
    expect(value(name, 'agent')).toEqual(expected)
  })

  test.each([
    'ticket.tags',
    'ticket.external_id',
    'ticket.cc_names',
    'ticket.follower_names',
    'ticket.assignee.email',
    'ticket.assignee.phone',
    'ticket.assignee.notes',
    'current_user.email',
    'ticket.requester.notes',
    'ticket.requester.details',
    'ticket.requester.tags',
    'ticket.requester.custom_fields.note',
    'ticket.organization.notes',
    'ticket.organization.details',
    'ticket.organization.custom_fields.plan',
    'ticket.requester.organization.notes',
    'ticket.ticket_field_9',
  ])('%s is nothing to an end user', (name) => {
    expect(value(name, 'end_user')).toBeUndefined()
  })

  test('an end user is told their own address, not that of others', () => {
    expect(value('ticket.requester.email', 'end_user')).toBe('p1001@example.com')
    expect(value('ticket.requester.email', 'end_user', { recipientId: BEN })).toBeUndefined()
  })

  test('to an end user, what is on hold is open', () => {
    expect(value('ticket.status', 'end_user')).toBe('Open')
    expect(value('ticket.link', 'end_user')).toBe('https://desk.example/hc/requests/17')
  })

  test('an end user who acts is no agent', () => {
    expect(value('agent.name', 'agent', { actorId: ROSA })).toBeUndefined()
    expect(value('current_user.name', 'agent', { actorId: null })).toBeUndefined()
  })

  test.each([
    'nothing',
    'ticket',
    'ticket.__proto__',
    'ticket.constructor',
    'ticket.requester.constructor',
    'ticket.requester.custom_fields.__proto__',
    'ticket.comments',
  ])('%s is left out', (name) => {
    expect(valuesFor([name], facts(), 'agent')).toEqual({})
  })
})

test('comments are told apart from values, parts of them too', () => {
  for (const name of [
    'ticket.description',
    'ticket.comments',
    'ticket.comments.size',
    'ticket.latest_public_comment_html',
    'ticket.public_comments_formatted',
    'comment.author.name',
    'comment',
  ])
    expect(isCommentPlaceholder(name)).toBe(true)
  for (const name of ['ticket.title', 'ticket.commentsx', 'comments.value'])
    expect(isCommentPlaceholder(name)).toBe(false)
})

test('bare values hold nothing that an end user wrote', () => {
  const names = [
    'ticket.id',
    'ticket.title',
    'ticket.requester.name',
    'ticket.group.name',
    'ticket.ticket_field_7',
    'current_user.name',
    'ticket.link',
  ]
  expect(bareValues(valuesFor(names, facts(), 'end_user'))).toEqual({
    ticket: { id: 17, group: { name: 'Support' }, link: 'https://desk.example/hc/requests/17' },
  })
})

test('whoever asked for help is shown where to say how they were helped', () => {
  const page = 'https://desk.example/hc/requests/17/satisfaction/new'
  expect(value('satisfaction.rating_url', 'end_user')).toBe(page)
  expect(value('satisfaction.positive_rating_url', 'end_user')).toBe(`${page}?intention=16`)
  expect(value('satisfaction.negative_rating_url', 'agent')).toBe(`${page}?intention=17`)
  const section = value('satisfaction.rating_section', 'end_user')
  expect(section).toContain(`Good, I’m satisfied: ${page}?intention=16`)
  expect(section).toContain(`Bad, I’m unsatisfied: ${page}?intention=17`)
  expect(value('satisfaction.constructor', 'agent')).toBeUndefined()
})
