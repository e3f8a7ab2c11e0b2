import { AGENTS, MANAGERS, STAFF } from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'
import { tickets } from './tickets.ts'

/** No ticket of the world is a change, and none has anything of this inside: whoever passes the door finds nothing. */
const nothing = (...params: readonly string[]): Things => ({
  ...tickets,
  params: (world, name, principal) => ({
    ...tickets.params(world, name, principal),
    ...Object.fromEntries(params.map((param) => [param, NO_ID])),
  }),
  sees: () => false,
})

const read: Row = { may: STAFF, status: 200, things: tickets }
const written: Row = { may: AGENTS, status: 201, things: tickets }
const entry = { troubleshooting_entry: { title: 'A theory' } }

/** What a technical ticket has beyond any other. */
export const technicalFamilies: readonly Family[] = [
  {
    scope: 'tickets',
    rows: {
      ShowTicketChange: { ...read, things: nothing() },
      UpdateTicketChange: { may: AGENTS, status: 200, things: nothing(), body: { change: {} } },
      UpdateChangeApproval: {
        may: AGENTS,
        status: 200,
        things: nothing(),
        body: { approval: { state: 'requested' } },
      },
      PreviewChangeAnnouncement: { ...read, things: nothing() },
      AnnounceChange: {
        may: AGENTS,
        status: 200,
        things: nothing(),
        body: { announcement: { subject: 'x', body: 'x' } },
      },
      ShowMissingDiagnostics: read,
      CheckReply: { ...read, reads: true, body: { reply: { body: 'x' } } },
      ListTicketParties: read,
      AddTicketParty: { ...written, body: { party: { name: 'Vendor' } } },
      ChangeTicketParty: { may: AGENTS, status: 200, things: nothing('partyId'), body: { party: {} } },
      RemoveTicketParty: { may: AGENTS, status: 204, things: nothing('partyId') },
      HandOverTicket: {
        ...written,
        body: ({ people }: { people: Readonly<Record<string, number>> }) => ({
          hand_over: { summary: 'x', next_step: 'x', to_user_id: people.agent, keeps_owner: true },
        }),
      },
      ListTicketHandOvers: read,
      ListTroubleshootingEntries: read,
      AddTroubleshootingEntry: { ...written, may: STAFF, body: entry },
      ShowTroubleshootingEntry: { ...read, things: nothing('entryId') },
      ChangeTroubleshootingEntry: { ...read, things: nothing('entryId'), body: entry },
      RemoveTroubleshootingEntry: { may: STAFF, status: 204, things: nothing('entryId') },
    },
  },
  {
    scope: 'ticket_kinds',
    rows: {
      ListTicketKinds: { may: STAFF, status: 200 },
      UpdateTicketKind: {
        may: MANAGERS,
        status: 200,
        things: {
          names: ['change', MISSING],
          params: (_world, name) => ({ kind: name }),
          sees: (_principal, name) => name !== MISSING,
        },
        body: { ticket_kind: {} },
      },
    },
  },
  {
    scope: 'reply_aid',
    rows: {
      ShowReplyAid: { may: STAFF, status: 200 },
      UpdateReplyAid: { may: MANAGERS, status: 200, body: { reply_aid: {} } },
    },
  },
  {
    scope: 'resolution_codes',
    rows: {
      ListResolutionCodes: { may: STAFF, status: 200 },
      ShowResolutionCode: { may: STAFF, status: 200, things: noCode() },
      CreateResolutionCode: { may: MANAGERS, status: 201, body: { resolution_code: { label: 'Fixed' } } },
      UpdateResolutionCode: {
        may: MANAGERS,
        status: 200,
        things: noCode(),
        body: { resolution_code: { label: 'x' } },
      },
      DeleteResolutionCode: { may: MANAGERS, status: 204, things: noCode() },
    },
  },
]

/** The world's desk has none. */
function noCode(): Things {
  return { names: [MISSING], params: () => ({ id: NO_ID }), sees: () => false }
}
