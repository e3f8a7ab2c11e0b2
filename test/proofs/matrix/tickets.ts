import type { TicketName, World } from '../world.ts'
import { AGENTS, CUSTOMERS, MANAGERS, type Principal, SIGNED_IN, STAFF, UNRESTRICTED } from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'

const ALIVE: readonly TicketName[] = [
  'own',
  'colleague',
  'shared',
  'elsewhere',
  'assigned',
  'internal',
  'formers',
]

/** Which tickets exist for whom. `internal` has no public word in it; `deleted` is nobody's. */
const SEEN: Readonly<Partial<Record<Principal, readonly string[]>>> = {
  carol: ['own'],
  sam: ['shared'],
  cees: ['own'],
  zoe: ['elsewhere', 'assigned', 'formers'],
  former: [],
  light: ALIVE,
  groups: ['own', 'colleague', 'shared', 'internal', 'formers'],
  assigned: ['assigned'],
  organization: ['own', 'colleague', 'internal'],
  agent: ALIVE,
  admin: ALIVE,
  owner: ALIVE,
  readOnly: ALIVE,
  scoped: ALIVE,
}
const seenBy = (principal: Principal): readonly string[] => SEEN[principal] ?? []

const NAMES = [...ALIVE, 'deleted', MISSING]
const idOf = (world: World, key: string) => world.ids[key] ?? NO_ID

export const tickets: Things = {
  names: NAMES,
  params: (world, name) => ({ id: idOf(world, `ticket ${name}`) }),
  sees: (principal, name) => seenBy(principal).includes(name),
}

/** Something inside a ticket; `crossed` names it under another ticket than its own. */
const inside = (param: string, noun: string): Things => ({
  names: [...NAMES, 'crossed'],
  params: (world, name) =>
    name === 'crossed'
      ? { id: idOf(world, 'ticket assigned'), [param]: idOf(world, `${noun} own`) }
      : { id: idOf(world, `ticket ${name}`), [param]: idOf(world, `${noun} ${name}`) },
  sees: (principal, name) => seenBy(principal).includes(name),
})

/** A public file under its comment. */
const fileInside: Things = {
  ...inside('commentId', 'open comment'),
  params: (world, name) => {
    const own = name === 'crossed' ? 'own' : name
    return {
      ...inside('commentId', 'open comment').params(world, name, 'agent'),
      attachmentId: idOf(world, `open file ${own}`),
    }
  },
}

const files: Things = {
  names: [...NAMES.map((name) => `open ${name}`), ...NAMES.map((name) => `note ${name}`), MISSING],
  params: (world, name) => ({ id: idOf(world, name.replace(/^(open|note) /, '$1 file ')) }),
  sees: (principal, name) =>
    seenBy(principal).includes(name.slice(5)) && (name.startsWith('open ') || !CUSTOMERS.includes(principal)),
}

const LIST = { key: 'tickets' } as const
const listed = (names: readonly string[]): NonNullable<Row['shows']> => ({
  ...LIST,
  ids: (world, principal) =>
    seenBy(principal)
      .filter((name) => names.includes(name))
      .map((name) => world.ids[`ticket ${name}`]!),
})
const counted = (names: readonly string[]) => (principal: Principal) =>
  seenBy(principal).filter((name) => names.includes(name)).length

/** Somebody of whom there are lists of tickets. */
const somebody = (who: keyof World['people']): Things => ({
  names: [who],
  params: (world) => ({ id: world.people[who] }),
  sees: () => true,
})
const acme: Things = { names: ['acme'], params: ({ ids }) => ({ id: ids.acme! }), sees: () => true }
const list = (things: Things, names: readonly string[]): Row => ({
  may: STAFF,
  status: 200,
  things,
  shows: listed(names),
})
const count = (things: Things, names: readonly string[]): Row => ({
  may: STAFF,
  status: 200,
  things,
  counts: counted(names),
})

/** What can be brought back: nothing but what was deleted. */
const deleted: Things = { ...tickets, sees: (_principal, name) => name === 'deleted' }

const read: Row = { may: STAFF, status: 200, things: tickets }
const manyIds = (world: World): string =>
  `?ids=${NAMES.map((name) => idOf(world, `ticket ${name}`)).join(',')}`

const jobs: Things = {
  names: ['job of agent', 'job of admin', MISSING],
  params: ({ ids }, name) => ({ id: ids[name] ?? 'V3-00000000000000000000000000000000' }),
  sees: (principal, name) =>
    name !== MISSING && (MANAGERS.includes(principal) || name === `job of ${principal}`),
}

const exported: Row = { may: MANAGERS, status: 200, query: '?start_time=0' }
const STATUS_CHANGE = { ticket: { status: 'pending' } }

const isRequester = (principal: Principal, name: string): boolean =>
  principal === 'zoe' || (principal === 'carol' && name === 'own')

/** Nobody has been asked yet, and no ticket is solved: the requester alone is told so. */
export const satisfactionFamily: Family = {
  scope: 'satisfaction_ratings',
  rows: {
    ListSatisfactionRatings: {
      may: STAFF,
      status: 200,
      shows: { key: 'satisfaction_ratings', ids: () => [] },
    },
    CountSatisfactionRatings: { may: STAFF, status: 200, counts: () => 0 },
    ShowSatisfactionRating: { ...read, things: { ...tickets, sees: () => false } },
    ListSatisfactionReasons: { may: SIGNED_IN, status: 200 },
    ShowSatisfactionReason: {
      may: SIGNED_IN,
      status: 200,
      things: {
        names: ['too long', MISSING],
        params: (_world, name) => ({ id: name === MISSING ? NO_ID : 2 }),
        sees: (_principal, name) => name !== MISSING,
      },
    },
    RateTicket: {
      may: SIGNED_IN,
      status: 422,
      things: tickets,
      refused: (principal, name) => !isRequester(principal, name),
      body: { satisfaction_rating: { score: 'good' } },
    },
  },
}

/** Each sees what was done to their own tickets: an activity has no number that others could ask for. */
export const activityFamily: Family = {
  scope: 'activities',
  rows: {
    ListActivities: { may: STAFF, status: 200 },
    CountActivities: { may: STAFF, status: 200 },
    ShowActivity: { may: STAFF, status: 200, things: { ...tickets, names: [MISSING], sees: () => false } },
  },
}

export const ticketFamily: Family = {
  scope: 'tickets',
  rows: {
    ListTickets: { may: STAFF, status: 200, shows: listed(NAMES) },
    CountTickets: { may: STAFF, status: 200, counts: counted(NAMES) },
    ShowManyTickets: { may: STAFF, status: 200, query: manyIds, shows: listed(NAMES) },
    ShowTicket: read,
    ListRequestedTickets: list(somebody('carol'), ['own', 'internal']),
    CountRequestedTickets: count(somebody('carol'), ['own', 'internal']),
    ListCcdTickets: list(somebody('cees'), ['own']),
    CountCcdTickets: count(somebody('cees'), ['own']),
    ListAssignedTickets: list(somebody('assigned'), ['assigned']),
    CountAssignedTickets: count(somebody('assigned'), ['assigned']),
    ListOrganizationTickets: list(acme, ['own', 'colleague', 'internal']),
    CountOrganizationTickets: count(acme, ['own', 'colleague', 'internal']),
    CreateTicket: { may: AGENTS, status: 201, body: { ticket: { subject: 'New', comment: { body: 'x' } } } },
    UpdateTicket: {
      ...read,
      body: STATUS_CHANGE,
      refused: (principal) => principal === 'light',
    },
    ExportTicketMetricEvents: exported,
    ExportTickets: exported,
    ExportTicketsByCursor: exported,
    SampleTickets: exported,
    ExportTicketEvents: exported,
    ExportTicketEventsByCursor: exported,
    SampleTicketEvents: exported,
    ListTicketMetrics: { may: STAFF, status: 200, shows: { ...listed(NAMES), key: 'ticket_metrics' } },
    ShowTicketMetrics: read,
    ShowMetricsOfTicket: read,
    ShowTicketClock: read,
    ListTicketTraces: { ...read, may: AGENTS },
    ShowAuditTrace: { ...read, may: AGENTS, things: inside('auditId', 'audit') },
    ShowTicketWeight: read,
    ReevaluateTicketClock: { ...read, may: MANAGERS },
    ReevaluateManyTicketClocks: { may: MANAGERS, status: 200, query: manyIds },
    ListTicketComments: read,
    CountTicketComments: read,
    ListTicketTags: read,
    SetTicketTags: { ...read, may: AGENTS, status: 201, body: { tags: ['a'] } },
    AddTicketTags: { ...read, may: AGENTS, body: { tags: ['a'] } },
    RemoveTicketTags: { ...read, may: AGENTS, body: { tags: ['a'] } },
    ListTicketCollaborators: read,
    ListTicketFollowers: read,
    ListTicketEmailCcs: read,
    ListTicketAudits: read,
    CountTicketAudits: read,
    ShowTicketAudit: { ...read, things: inside('auditId', 'audit') },
    ListAllTicketAudits: { may: MANAGERS, status: 200 },
    UploadFile: { may: SIGNED_IN, status: 201, query: '?filename=a.txt', body: 'text' },
    DeleteUpload: {
      may: SIGNED_IN,
      status: 404,
      things: { names: [MISSING], params: () => ({ token: 'nothing' }), sees: () => false },
    },
    ShowAttachment: { may: SIGNED_IN, status: 200, things: files },
    DownloadAttachment: {
      may: 'anybody',
      status: 404,
      things: { names: [MISSING], params: () => ({ token: 'nothing' }), sees: () => false },
    },
    CreateManyTickets: {
      may: AGENTS,
      status: 200,
      body: { tickets: [{ subject: 'x', comment: { body: 'x' } }] },
    },
    ImportTicket: {
      may: MANAGERS,
      status: 201,
      body: { ticket: { subject: 'Old', comments: [{ value: 'x', created_at: '2020-01-01T00:00:00Z' }] } },
    },
    ImportManyTickets: {
      may: MANAGERS,
      status: 200,
      body: { tickets: [{ subject: 'Old', description: 'x' }] },
    },
    ListRecentTickets: { may: STAFF, status: 200 },
    ListTicketIncidents: read,
    ShowTicketRelated: read,
    ListProblems: { may: STAFF, status: 200, shows: listed([]) },
    AutocompleteProblems: {
      may: STAFF,
      status: 200,
      body: { text: 'x' },
      shows: listed([]),
      // It reads, though it is asked by POST.
      except: (principal) => (principal === 'readOnly' ? 200 : undefined),
    },
    ListTags: { may: STAFF, status: 200 },
    CountTags: { may: STAFF, status: 200, counts: () => 0 },
    AutocompleteTags: { may: STAFF, status: 200, query: '?name=ab' },
    MergeTickets: {
      ...read,
      may: AGENTS,
      body: (world: World, _name: string, principal: Principal) => ({
        ids: [idOf(world, principal === 'assigned' ? 'ticket elsewhere' : 'ticket colleague')],
      }),
      // Merging takes two: what is named beside must be seen, and be another.
      except: (principal, name) =>
        principal === 'assigned' && name === 'assigned'
          ? 404
          : name === 'colleague' &&
              seenBy(principal).includes(name) &&
              AGENTS.includes(principal) &&
              principal !== 'readOnly'
            ? 422
            : undefined,
    },
    SplitTicket: {
      ...read,
      may: AGENTS,
      status: 201,
      body: (world: World, name: string) => ({ comment_ids: [idOf(world, `comment ${name}`)] }),
    },
    PreviewTicketAuditUndo: { ...read, things: inside('auditId', 'answer audit') },
    UndoTicketAudit: {
      ...read,
      things: inside('auditId', 'answer audit'),
      refused: (principal) => principal === 'light',
    },
    // The jobs of this desk have not ended.
    UndoJob: { may: AGENTS, status: 409, things: jobs },
    MakeTicketCommentPrivate: { ...read, may: AGENTS, things: inside('commentId', 'comment') },
    RedactTicketComment: {
      ...read,
      may: AGENTS,
      things: inside('commentId', 'comment'),
      body: { text: 'Words' },
    },
    RedactMarkedTicketComment: {
      ...read,
      may: AGENTS,
      things: inside('id', 'comment'),
      body: (world: World, name: string) => ({
        ticket_id: idOf(world, `ticket ${name === 'crossed' ? 'assigned' : name}`),
        html_body: `<p><redact>Words</redact> of ${name}</p>`,
      }),
    },
    RedactTicketCommentAttachment: { ...read, may: AGENTS, things: fileInside },
    MakeTicketAuditPrivate: { ...read, may: AGENTS, things: inside('auditId', 'audit') },
    TrustTicketAudit: { ...read, may: AGENTS, things: inside('auditId', 'audit') },
    SkipTicket: {
      may: AGENTS,
      status: 201,
      things: tickets,
      body: (world: World, name: string) => ({
        skip: { ticket_id: idOf(world, `ticket ${name}`), reason: 'x' },
      }),
    },
    ListSkips: { may: STAFF, status: 200 },
    ListTicketSkips: read,
    ListUserSkips: { may: STAFF, status: 200, things: somebody('agent') },
    DeleteTicket: { ...read, may: MANAGERS, status: 204 },
    MarkTicketAsSpam: { ...read, may: MANAGERS },
    MarkManyTicketsAsSpam: { may: MANAGERS, status: 200, query: manyIds },
    DeleteManyTickets: { may: MANAGERS, status: 200, query: manyIds },
    ListDeletedTickets: {
      may: MANAGERS,
      status: 200,
      shows: { key: 'deleted_tickets', ids: ({ ids }) => [ids['ticket deleted']!] },
    },
    RestoreDeletedTicket: { may: MANAGERS, status: 200, things: deleted },
    RestoreManyDeletedTickets: { may: MANAGERS, status: 200, query: manyIds },
    PurgeDeletedTicket: { may: MANAGERS, status: 200, things: deleted },
    PurgeManyDeletedTickets: { may: MANAGERS, status: 200, query: manyIds },
    UpdateManyTickets: { may: AGENTS, status: 200, query: manyIds, body: STATUS_CHANGE },
    ListJobStatuses: {
      may: STAFF,
      status: 200,
      shows: {
        key: 'job_statuses',
        ids: ({ ids }, principal) =>
          principal === 'agent'
            ? [ids['job of agent']!]
            : principal === 'owner' || !MANAGERS.includes(principal)
              ? []
              : [ids['job of admin']!],
      },
    },
    ShowManyJobStatuses: {
      may: STAFF,
      status: 200,
      query: ({ ids }) => `?ids=${ids['job of agent']},${ids['job of admin']}`,
      shows: {
        key: 'job_statuses',
        ids: ({ ids }, principal) =>
          jobs.names.filter((name) => jobs.sees(principal, name)).map((name) => ids[name]!),
      },
    },
    ShowJobStatus: { may: STAFF, status: 200, things: jobs },
    ShowCommentSource: { ...read, things: inside('comment_id', 'comment') },
    ListTicketMails: read,
    ShowTicketMail: { ...read, things: inside('mailId', 'mail') },
    ResendTicketMail: { ...read, may: AGENTS, things: inside('mailId', 'mail') },
  },
}

const held: Things = {
  names: ['held', MISSING],
  params: ({ ids }, name) => ({ id: ids[name] ?? NO_ID }),
  sees: (_principal, name) => name === 'held',
}
const heldIds = ({ ids }: World): string => `?ids=${ids.held},${NO_ID}`

export const suspendedFamily: Family = {
  scope: 'suspended_tickets',
  rows: {
    ListSuspendedTickets: {
      may: UNRESTRICTED,
      status: 200,
      shows: { key: 'suspended_tickets', ids: ({ ids }) => [ids.held!] },
    },
    ShowSuspendedTicket: { may: UNRESTRICTED, status: 200, things: held },
    RecoverSuspendedTicket: { may: UNRESTRICTED, status: 200, things: held },
    RecoverManySuspendedTickets: { may: UNRESTRICTED, status: 200, query: heldIds },
    DeleteSuspendedTicket: { may: UNRESTRICTED, status: 204, things: held },
    DeleteManySuspendedTickets: { may: UNRESTRICTED, status: 204, query: heldIds },
  },
}

/** Those of whom `carol` is the requester: `internal` has no public word, so it is no request but her own affair. */
const asked = (principal: Principal, names: readonly string[]): readonly string[] =>
  names.filter((name) => requested(principal, name))
const requested = (principal: Principal, name: string): boolean =>
  name !== 'internal' && seenBy(principal).includes(name)
const requests: Things = { ...tickets, sees: requested }
const requestedBy = (names: Partial<Record<Principal, readonly string[]>>): NonNullable<Row['shows']> => ({
  key: 'requests',
  ids: (world, principal) =>
    asked(principal, names[principal] ?? []).map((name) => world.ids[`ticket ${name}`]!),
})
const OWN = { carol: ['own'], zoe: ['elsewhere', 'assigned', 'formers'] } as const
const ownRequests: Row = { may: SIGNED_IN, status: 200, shows: requestedBy(OWN) }
const request: Row = { may: SIGNED_IN, status: 200, things: requests }
const answer = { request: { comment: { body: 'x' } } }

export const requestFamily: Family = {
  scope: 'requests',
  rows: {
    ListRequests: ownRequests,
    ListOpenRequests: ownRequests,
    ListSolvedRequests: { may: SIGNED_IN, status: 200, shows: requestedBy({}) },
    ListCcdRequests: { may: SIGNED_IN, status: 200, shows: requestedBy({ cees: ['own'] }) },
    SearchRequests: { ...ownRequests, query: '?query=subject' },
    ListUserRequests: {
      may: SIGNED_IN,
      status: 200,
      things: {
        names: ['carol'],
        params: ({ people }) => ({ id: people.carol }),
        sees: (principal) => principal === 'carol' || !CUSTOMERS.includes(principal),
      },
    },
    ShowRequest: request,
    CreateRequest: {
      may: SIGNED_IN,
      status: 201,
      body: { request: { subject: 'New', comment: { body: 'x' } } },
    },
    UpdateRequest: { ...request, body: answer },
    ListRequestComments: request,
    ShowRequestComment: { ...request, things: { ...inside('commentId', 'comment'), sees: requested } },
  },
}

/** Whoever searches sees what they see in lists; customers search their requests. */
export const searchFamily: Family = {
  scope: 'search',
  rows: {
    Search: {
      may: STAFF,
      status: 200,
      query: '?query=type:ticket',
      shows: { ...listed(NAMES), key: 'results' },
    },
    CountSearch: { may: STAFF, status: 200, query: '?query=type:ticket' },
    ExportSearch: {
      may: STAFF,
      status: 200,
      query: '?query=status%3Cclosed&filter[type]=ticket',
      shows: { ...listed(NAMES), key: 'results' },
    },
    Typeahead: { may: STAFF, status: 200, query: '?query=ab' },
  },
}
