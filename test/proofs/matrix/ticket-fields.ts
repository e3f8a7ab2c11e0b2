import { CUSTOMERS, MANAGERS, SIGNED_IN } from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'

/** Fields that every ticket has: 1, the subject, stands in portals; 3, the status, does not. */
const fields: Things = {
  names: ['subject', 'status', MISSING],
  params: (_world, name) => ({ id: name === 'subject' ? 1 : name === 'status' ? 3 : NO_ID }),
  sees: (principal, name) => name === 'subject' || (name === 'status' && !CUSTOMERS.includes(principal)),
}
/** None has options. */
const options: Things = {
  names: ['subject', MISSING],
  params: (_world, name) => ({ id: name === 'subject' ? 1 : NO_ID, optionId: NO_ID }),
  sees: () => false,
}
const nothing: Things = { names: [MISSING], params: () => ({ id: NO_ID }), sees: () => false }
const read: Row = { may: SIGNED_IN, status: 200 }
const write: Row = { may: MANAGERS, status: 200 }
const field = { ticket_field: { title: 'New', type: 'text' } }
const form = { ticket_form: { name: 'New' } }

export const ticketFieldFamilies: readonly Family[] = [
  {
    scope: 'ticket_fields',
    rows: {
      ListTicketFields: read,
      CountTicketFields: read,
      ShowTicketField: { ...read, things: fields },
      CreateTicketField: { ...write, status: 201, body: field },
      ReorderTicketFields: { ...write, body: { ticket_field_ids: [2, 1] } },
      UpdateTicketField: { ...write, things: fields, body: field },
      DeleteTicketField: {
        ...write,
        things: fields,
        // Every ticket has these: they cannot be removed.
        status: 422,
      },
      ListTicketFieldOptions: { ...read, things: fields },
      ShowTicketFieldOption: { ...read, things: options },
      PutTicketFieldOption: {
        ...write,
        things: fields,
        status: 422,
        body: { custom_field_option: { name: 'x', value: 'x' } },
      },
      DeleteTicketFieldOption: { ...write, things: options },
    },
  },
  {
    scope: 'ticket_forms',
    rows: {
      ListTicketForms: read,
      ShowManyTicketForms: read,
      ShowTicketForm: { ...read, things: nothing },
      CreateTicketForm: { ...write, status: 201, body: form },
      ReorderTicketForms: { ...write, body: { ticket_form_ids: [] } },
      UpdateTicketForm: { ...write, things: nothing, body: form },
      DeleteTicketForm: { ...write, things: nothing },
      CloneTicketForm: { ...write, things: nothing },
    },
  },
]
