import type { Id, JsonObject } from '../../kernel/index.ts'

/** Fields that every ticket has: properties under the name of a field, so that forms and portals can order them. */
export const SYSTEM_FIELD_TYPES = [
  'subject',
  'description',
  'status',
  'tickettype',
  'priority',
  'group',
  'assignee',
  'custom_status',
] as const
export type SystemFieldType = (typeof SYSTEM_FIELD_TYPES)[number]

export const isSystemField = (type: unknown): type is SystemFieldType =>
  SYSTEM_FIELD_TYPES.includes(type as SystemFieldType)

type Standard = { readonly title: string; readonly portal: boolean; readonly required: boolean }

const STANDARD: { readonly [type in SystemFieldType]: Standard } = {
  subject: { title: 'Subject', portal: true, required: true },
  description: { title: 'Description', portal: true, required: true },
  status: { title: 'Status', portal: false, required: false },
  tickettype: { title: 'Type', portal: false, required: false },
  priority: { title: 'Priority', portal: false, required: false },
  group: { title: 'Group', portal: false, required: false },
  assignee: { title: 'Assignee', portal: false, required: true },
  custom_status: { title: 'Ticket status', portal: false, required: false },
}

/** The documents of a new desk, ids 1 to 8. */
export const SYSTEM_FIELDS: readonly { readonly kind: string; readonly id: Id; readonly body: JsonObject }[] =
  SYSTEM_FIELD_TYPES.map((type, index) => {
    const { title, portal, required } = STANDARD[type]
    return {
      kind: 'ticket_field',
      id: index + 1,
      body: {
        type,
        title,
        position: index,
        active: true,
        required,
        visible_in_portal: portal,
        editable_in_portal: portal,
        required_in_portal: portal,
      },
    }
  })
