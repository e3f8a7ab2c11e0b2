import { forbidden, type Id, type JsonObject, Refused } from '../../kernel/index.ts'
import { readRole } from '../../people/core/index.ts'
import { may, type Viewer } from '../../people/index.ts'
import type { DocumentChange } from '../../platform/policy/index.ts'

/** Who reads what: roles belong to people, everything else to the policy. */
const READING: { readonly [kind: string]: string } = { role: 'users.read' }

/** Whether a viewer may read a document's history: rights by kind; what somebody keeps for themselves is theirs. */
export const mayReadDocument = (
  viewer: Viewer,
  { kind, body }: { readonly kind: string; readonly body: JsonObject | null },
): boolean => {
  if (!may(viewer, READING[kind] ?? 'policy.read')) return false
  const owner = ownerOf(body)
  return owner === null || owner === viewer.userId || may(viewer, 'policy.manage')
}

/** A view or macro of one person alone. */
const ownerOf = (body: JsonObject | null): Id | null => {
  const restriction = body?.restriction as
    | { readonly type?: unknown; readonly id?: unknown }
    | null
    | undefined
  return restriction?.type === 'User' && typeof restriction.id === 'number' ? restriction.id : null
}

/** Nobody gives by way of the history a right that they do not have, nor takes one of somebody who may more. */
export const checkRoles = (viewer: Viewer, changes: readonly DocumentChange[]): void => {
  for (const { kind, before, after } of changes)
    if (kind === 'role' && ![before, after].every((body) => body === null || isWithin(viewer, body)))
      throw new Refused(forbidden)
}

const isWithin = (viewer: Viewer, body: JsonObject): boolean => {
  const { permissions, ticketAccess } = readRole(0, body)
  const isGiven = [...permissions].every((permission) => viewer.permissions.has(permission))
  return isGiven && (viewer.ticketAccess === 'all' || viewer.ticketAccess === ticketAccess)
}
