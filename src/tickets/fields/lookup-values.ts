import { type FieldError, type Id, invalid, isId, Refused } from '../../kernel/index.ts'
import type { Viewer } from '../../people/index.ts'
import type { Change } from '../core/index.ts'
import type { Room } from '../room.ts'
import { findTicket, findTickets } from '../store.ts'

type Lookup = { readonly id: Id; readonly title: string; readonly target: string; readonly value: Id }

/**
 * Refuses values of lookup fields that lead to nothing: to nobody and nothing that the viewer sees. What the ticket holds
 * already may be sent once more, because clients send whole tickets back. Asks the database only where there are any.
 */
export const refuseLostLookups = async (
  room: Room,
  fields: Change['fields'],
  viewer: Viewer,
  ticketId: Id | undefined,
): Promise<void> => {
  const lookups = await lookupsOf(room, fields)
  if (lookups.length === 0) return
  const lost: Lookup[] = []
  for (const target of new Set(lookups.map((one) => one.target))) {
    const same = lookups.filter((one) => one.target === target)
    const ids = same.map(({ value }) => value)
    const found = new Set(await (FINDERS[target] ?? ((_room, _viewer, all) => all))(room, viewer, ids))
    lost.push(...same.filter(({ value }) => !found.has(value)))
  }
  if (lost.length === 0) return
  const kept =
    ticketId === undefined ? undefined : (await findTicket(room.ground.db, viewer, ticketId))?.fields
  const errors = lost.filter(({ id, value }) => kept?.[String(id)] !== String(value)).map(errorOf)
  if (errors.length > 0) throw new Refused(invalid(...errors))
}

/** Values that cannot be ids are refused by whoever reads the field. */
const lookupsOf = async ({ ground }: Room, fields: Change['fields']): Promise<Lookup[]> => {
  const given = Object.entries(fields)
  if (given.length === 0) return []
  const policy = await ground.policy.current()
  return given.flatMap(([key, raw]) => {
    const [id, value] = [Number(key), Number(raw)]
    const body = isId(id) && isId(value) ? policy.document('ticket_field', id)?.body : undefined
    if (body?.type !== 'lookup' || body.active === false) return []
    return [{ id, value, title: String(body.title), target: String(body.relationship_target_type) }]
  })
}

type Finder = (room: Room, viewer: Viewer, ids: readonly Id[]) => Promise<readonly Id[]> | readonly Id[]

/** Records of custom objects are kept elsewhere, and not looked for. */
const FINDERS: { readonly [target: string]: Finder } = {
  'zen:user': async ({ people }, viewer, ids) =>
    idsOf((await people.presentUsers(viewer, ids, '')).filter((user) => !('active' in user && !user.active))),
  // Customers name their own, and are shown none.
  'zen:organization': async ({ people }, viewer, ids) => [
    ...viewer.organizationIds,
    ...idsOf(await people.presentOrganizations(viewer, ids, '')),
  ],
  'zen:ticket': async ({ ground }, viewer, ids) =>
    (await findTickets(ground.db, viewer, ids)).map((ticket) => ticket.ticket_id),
}

const idsOf = (shown: readonly object[]): Id[] =>
  shown.flatMap((one) => ('id' in one ? [Number(one.id)] : []))

const NOUNS: { readonly [target: string]: string } = {
  'zen:user': 'user',
  'zen:organization': 'organization',
  'zen:ticket': 'ticket',
}

const errorOf = ({ id, title, target, value }: Lookup): FieldError => ({
  field: 'base',
  error: 'InvalidValue',
  description: `${title}: there is no ${NOUNS[target] ?? 'record'} ${value}`,
  ticketFieldId: id,
  ticketFieldType: 'lookup',
})
