/** Tickets and people that the tests of the language ask about. */
import { type Calendar, compileCalendar, type Schedule } from '../../../calendar/core/index.ts'
import { type Id, instantOf, ok, parseIso } from '../../../kernel/index.ts'
import type { Organization, Person, RoleKind } from '../../../people/core/index.ts'
import type { DeskHours, MomentName } from '../columns.ts'
import type { Catalogue } from '../condition.ts'
import type { CountFacts, DeskFacts, Facts, TicketFacts, TimeFacts, UpdateFacts } from '../facts.ts'

export const AT = parseIso('2026-03-02T12:00:00Z') ?? instantOf(0)

export const ROSA = 1001
export const AMARA = 2001
export const BEN = 2002
export const OLGA = 2004
export const INITECH = 601

const person = (id: Id, roleId: Id, differs: Partial<Person> = {}): Person => ({
  id,
  name: `Person ${id}`,
  email: `p${id}@example.com`,
  roleId,
  active: true,
  suspended: false,
  verified: true,
  organizationId: null,
  organizationIds: [],
  sharedOrganizationIds: [],
  groupIds: id === AMARA ? [501, 502] : [],
  defaultGroupId: null,
  ticketRestriction: null,
  onlyPrivateComments: false,
  tags: [],
  locale: null,
  timeZone: null,
  phone: null,
  externalId: null,
  details: null,
  notes: null,
  signature: null,
  fields: {},
  ...differs,
})

/** Rosa asks in German; Amara and Ben are agents, Olga is an owner. */
export const PEOPLE: { readonly [id: string]: Person } = {
  [ROSA]: person(ROSA, 1, {
    name: 'Rosa Diaz',
    timeZone: 'Europe/Madrid',
    locale: 'de',
    fields: { tier: 'Gold', note: 'pays late', vip: true },
  }),
  [AMARA]: person(AMARA, 3, {
    name: 'Amara Okafor',
    phone: '+1 555',
    signature: 'Amara, Support',
    notes: 'on leave soon',
  }),
  [BEN]: person(BEN, 3),
  [OLGA]: person(OLGA, 5),
}

export const INITECH_INC: Organization = {
  id: INITECH,
  name: 'Initech',
  groupId: null,
  externalId: 'crm-7',
  details: 'Owes us money',
  notes: 'Difficult',
  tags: ['big'],
  fields: { plan: 'enterprise', region: 'north west' },
}

const KINDS: { readonly [roleId: string]: RoleKind } = {
  1: 'end_user',
  2: 'light_agent',
  3: 'agent',
  4: 'admin',
  5: 'owner',
}

export const ticketOf = (differs: Partial<TicketFacts> = {}): TicketFacts => ({
  subject: 'The printer is on fire',
  status: 'open',
  customStatusId: 2,
  type: 'question',
  priority: 'normal',
  requesterId: ROSA,
  assigneeId: AMARA,
  groupId: 501,
  organizationId: INITECH,
  brandId: 1,
  formId: 7,
  recipient: 'help@mainstay.example',
  via: { channel: 'web' },
  tags: [],
  fields: {},
  emailCcIds: [],
  isPublic: true,
  createdAt: AT,
  ...differs,
})

export type World = {
  readonly ticket?: Partial<TicketFacts>
  /** `null`: the ticket is being created. */
  readonly before?: Partial<TicketFacts> | null
  readonly update?: Partial<UpdateFacts>
  readonly description?: string | null
  readonly times?: Partial<TimeFacts>
  readonly counts?: Partial<CountFacts>
  /** `null`: nothing is known of it. */
  readonly desk?: DeskFacts | null
  readonly skillsMatch?: boolean
}

const MOMENTS: readonly MomentName[] = [
  'createdAt',
  'updatedAt',
  'statusAt',
  'assignedAt',
  'requesterUpdatedAt',
  'assigneeUpdatedAt',
  'dueAt',
  'shownBreachAt',
  'upcomingBreachAt',
  'lastBreachAt',
  'upcomingGroupBreachAt',
  'lastGroupBreachAt',
]
const NEVER = Object.fromEntries(MOMENTS.map((name) => [name, null])) as TimeFacts
const NONE: CountFacts = { reopens: 0, replies: 0, agentStations: 0, groupStations: 0, incidents: 0 }

const workdays = (startMinute: number, endMinute: number) =>
  [1, 2, 3, 4, 5].map((day) => ({ startMinute: day * 1440 + startMinute, endMinute: day * 1440 + endMinute }))

const calendarOf = (schedule: Schedule): Calendar => {
  const calendar = compileCalendar(schedule)
  if (!calendar.ok) throw new Error('the schedule of the tests is sound')
  return calendar.value
}

/** The desk works on weekdays, 9 to 17 in UTC; schedule 8 in New York, where the Monday of the tests is a holiday. */
const CALENDARS: ReadonlyMap<Id, Calendar> = new Map([
  [7, calendarOf({ timeZone: 'Etc/UTC', week: workdays(540, 1020) })],
  [
    8,
    calendarOf({
      timeZone: 'America/New_York',
      week: workdays(540, 1020),
      holidays: [{ start: '2026-03-02' }],
    }),
  ],
])

export const HOURS: DeskHours = {
  standard: CALENDARS.get(7) ?? null,
  standardId: 7,
  ids: [7, 8],
  find: (id) => CALENDARS.get(id),
}
export const DESK: DeskFacts = { hours: HOURS, warnMinutes: [30, 60] }

export const factsOf = ({
  ticket = {},
  before = {},
  update = {},
  description = null,
  times = {},
  counts = {},
  desk = DESK,
  skillsMatch = true,
}: World = {}): Facts => ({
  ticket: ticketOf(ticket),
  before: before === null ? null : ticketOf(before),
  update: { isCreation: before === null, actorId: AMARA, channel: 'web', comment: null, ...update },
  description,
  people: {
    person: (id) => (id === null ? undefined : PEOPLE[id]),
    organization: (id) => (id === INITECH ? INITECH_INC : undefined),
    roleKind: ({ roleId }) => KINDS[roleId] ?? 'end_user',
  },
  at: AT,
  times: { ...NEVER, stage: null, ...times },
  counts: { ...NONE, ...counts },
  ...(desk && { desk }),
  skillsMatch,
  folded: new Map(),
})

/** Custom fields by id: their type; values stand as they are written. */
export const FIELD_TYPES: { readonly [id: string]: string } = {
  1: 'text',
  2: 'tagger',
  3: 'checkbox',
  4: 'multiselect',
  5: 'integer',
  6: 'decimal',
  7: 'date',
}

export const CATALOGUE: Catalogue = {
  satisfactionReason: (code) => [0, 5, 6].find((known) => known === code),
  ticketField: (id) => {
    const type = FIELD_TYPES[id]
    if (!type) return undefined
    if (type === 'checkbox') return { type, read: (value) => ok(value === true || value === 'true') }
    return {
      type,
      read: (value) =>
        ok(value === null || value === '' ? null : Array.isArray(value) ? value.map(String) : String(value)),
    }
  },
}
