import { Type } from 'typebox'

/** Who may export tickets, and what is theirs. */
export const exporting = { permission: 'tickets.export', scope: 'tickets:read' } as const

/** Deleted tickets are told of, so that copies forget them too, unless somebody wants none. */
export const excludeDeleted = {
  exclude_deleted: Type.Optional(Type.Boolean({ description: 'Leave out deleted tickets' })),
}
