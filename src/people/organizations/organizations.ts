import { type Static, Type } from 'typebox'
import {
  type FieldError,
  forbidden,
  type Id,
  type Instant,
  invalid,
  invalidField,
  notFound,
  Refused,
} from '../../kernel/index.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { type Listing, list, type Paging } from '../../platform/paging/index.ts'
import type { PolicySnapshot } from '../../platform/policy/index.ts'
import type { Acting } from '../acting.ts'
import { cleanName, may, type OwnedWish, readDomain, readTags, type Viewer } from '../core/index.ts'
import { namingDuplicates } from '../duplicates.ts'
import { tellTickets } from '../effects.ts'
import { settleOwned } from '../fields/values.ts'
import { belongsTo, deleteMemberships, standing, targetsOf } from '../memberships/store.ts'
import { record } from '../record.ts'
import type { Room } from '../room.ts'
import { joinByDomain, settleUsers } from '../users/store.ts'
import { visibleOrganizations } from '../visible.ts'
import { fieldsIn, flagIn, idIn, readId, tagsIn, textIn } from '../wire.ts'
import {
  countOrganizations,
  dropOrganization,
  findOrganizations,
  insertOrganization,
  lockOrganization,
  newcomersOf,
  type OrganizationColumns,
  type OrganizationRow,
  type OrganizationSort,
  organizationsUnder,
  updateOrganization,
} from './store.ts'

/** What a client may send of an organization; other keys are passed over. */
export const OrganizationWrite = Type.Object({
  id: idIn,
  name: textIn,
  external_id: Type.Optional(Type.Union([Type.String(), Type.Integer(), Type.Null()])),
  shared_tickets: flagIn,
  shared_comments: flagIn,
  domain_names: tagsIn,
  details: textIn,
  notes: textIn,
  group_id: idIn,
  tags: tagsIn,
  organization_fields: fieldsIn,
})
export type OrganizationWrite = Static<typeof OrganizationWrite>

const DUPLICATES = {
  organizations_name: { field: 'name', description: 'Name: has already been taken' },
  organizations_external: { field: 'external_id', description: 'External: has already been taken' },
} as const

const MAX_LINE = 255
const MAX_TEXT = 65_536

/** Tags and fields are wished for, because each moves the other. */
type Columns = Partial<Omit<OrganizationColumns, 'tags' | 'organization_fields'>>

/** Reads a body; keys that were not given are absent from the answer. */
const read = (body: OrganizationWrite): Columns => {
  const problems: FieldError[] = []
  const text = (field: 'external_id' | 'details' | 'notes', max: number): string | null | undefined => {
    const value = body[field]
    if (value === undefined || value === null) return value
    if ([...String(value)].length > max)
      problems.push({
        field,
        error: 'TooLong',
        description: `${field}: is too long (maximum is ${max} characters)`,
      })
    return String(value).trim() || null
  }
  const name = body.name === undefined || body.name === null ? undefined : cleanName(body.name)
  if (name === '') problems.push({ field: 'name', error: 'BlankValue', description: 'Name: cannot be blank' })
  const values = {
    name,
    external_id: text('external_id', MAX_LINE),
    shared_tickets: body.shared_tickets ?? undefined,
    shared_comments: body.shared_comments ?? undefined,
    domain_names: domainsOf(body, problems),
    details: text('details', MAX_TEXT),
    notes: text('notes', MAX_TEXT),
    group_id: readId(body.group_id),
  }
  if (problems.length > 0) throw new Refused(invalid(...problems))
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

const domainsOf = (
  { domain_names: given }: OrganizationWrite,
  problems: FieldError[],
): string[] | undefined => {
  if (given === undefined || given === null) return undefined
  const texts = typeof given === 'string' ? given.split(/[\s,]+/) : given
  const domains = texts
    .filter((text) => text.trim() !== '')
    .flatMap((text) => {
      const domain = readDomain(text.trim().toLowerCase())
      if (domain.ok) return [domain.value]
      const description = `Domain names: ${text.slice(0, MAX_LINE)} ${domain.error}`
      problems.push({ field: 'domain_names', error: 'InvalidFormat', description })
      return []
    })
  return [...new Set(domains)].sort()
}

export type OrganizationFilter = {
  readonly externalId?: string
  readonly name?: string
  readonly namePrefix?: string
  readonly userId?: Id
}

const matching = (viewer: Viewer, filter: OrganizationFilter) => {
  const conditions = [sql`${visibleOrganizations(viewer)}`]
  if (filter.externalId !== undefined) conditions.push(sql`o.external_id = ${filter.externalId}`)
  if (filter.name !== undefined) conditions.push(sql`lower(o.name) = lower(${filter.name})`)
  if (filter.namePrefix !== undefined)
    conditions.push(sql`starts_with(lower(o.name), lower(${filter.namePrefix}))`)
  if (filter.userId !== undefined) conditions.push(sql`o.id in (${targetsOf('organization', filter.userId)})`)
  return sql.join(conditions, sql` and `)
}

export const listOrganizations = (
  room: Room,
  viewer: Viewer,
  filter: OrganizationFilter,
  paging: Paging<OrganizationSort>,
): Promise<Listing<OrganizationRow>> =>
  list(room.ground.db, organizationsUnder(matching(viewer, filter)), paging)

export const countVisibleOrganizations = (
  room: Room,
  viewer: Viewer,
  filter: OrganizationFilter = {},
): Promise<number> => countOrganizations(room.ground.db, matching(viewer, filter))

export const getOrganization = async (room: Room, viewer: Viewer, id: Id): Promise<OrganizationRow> => {
  const [organization] = await organizationsByIds(room, viewer, [id])
  if (organization === undefined) throw new Refused(notFound)
  return organization
}

export const organizationsByIds = (
  room: Room,
  viewer: Viewer,
  ids: readonly Id[],
): Promise<OrganizationRow[]> =>
  findOrganizations(room.ground.db, sql`o.id = any(${ids}::bigint[]) and ${visibleOrganizations(viewer)}`)

export const organizationsByExternalIds = (
  room: Room,
  viewer: Viewer,
  externalIds: readonly string[],
): Promise<OrganizationRow[]> =>
  findOrganizations(
    room.ground.db,
    sql`o.external_id = any(${externalIds}::text[]) and ${visibleOrganizations(viewer)}`,
  )

const checkWriter = ({ viewer }: Acting): void => {
  if (!may(viewer, 'organizations.write')) throw new Refused(forbidden)
}

export const createOrganization = async (
  room: Room,
  acting: Acting,
  body: OrganizationWrite,
): Promise<OrganizationRow> => {
  checkWriter(acting)
  const policy = await room.ground.policy.current()
  const columns = read(body)
  const { name } = columns
  if (name === undefined) throw new Refused(invalidField('name', 'Name: cannot be blank', 'BlankValue'))
  return writing(room, async (tx, at) => {
    await checkGroup(tx, columns)
    const owned = ownedColumns(policy, NOTHING_OWNED, wishOf(body))
    const made = await insertOrganization(tx, { ...columns, ...owned, name }, at)
    await record(tx, acting, {
      ...noted(made, at),
      action: 'create',
      after: made,
      path: `/api/v2/organizations/${made.id}`,
    })
    await welcome(tx, acting, made, at)
    return made
  })
}

export const changeOrganization = (
  room: Room,
  acting: Acting,
  id: Id,
  body: OrganizationWrite,
): Promise<OrganizationRow> => change(room, acting, id, body, wishOf(body))

/** Changes nothing but tags, and the fields that they stand for. */
export const changeOrganizationTags = (
  room: Room,
  acting: Acting,
  id: Id,
  tags: NonNullable<OwnedWish['tags']>,
): Promise<OrganizationRow> => change(room, acting, id, {}, { tags })

const change = async (
  room: Room,
  acting: Acting,
  id: Id,
  body: OrganizationWrite,
  wish: OwnedWish,
): Promise<OrganizationRow> => {
  const policy = await room.ground.policy.current()
  return writing(room, async (tx, at) => {
    const before = await lockOrganization(tx, sql`o.id = ${id} and ${visibleOrganizations(acting.viewer)}`)
    if (before === undefined) throw new Refused(notFound)
    checkWriter(acting)
    const columns = read(body)
    await checkGroup(tx, columns)
    const after = await updateOrganization(tx, id, { ...columns, ...ownedColumns(policy, before, wish) }, at)
    await record(tx, acting, { ...noted(after, at), action: 'update', before, after })
    if (columns.domain_names !== undefined) await welcome(tx, acting, after, at)
    return after
  })
}

const NOTHING_OWNED: Pick<OrganizationRow, 'tags' | 'organization_fields'> = {
  tags: [],
  organization_fields: {},
}

const wishOf = ({ tags, organization_fields: values }: OrganizationWrite): OwnedWish => ({
  ...(tags === undefined || tags === null ? {} : { tags: { set: readTags(tags) } }),
  values: values ?? undefined,
})

/** Tags and fields, where a body says anything of either. */
const ownedColumns = (
  policy: PolicySnapshot,
  before: Pick<OrganizationRow, 'tags' | 'organization_fields'>,
  wish: OwnedWish,
): Partial<OrganizationColumns> => {
  if (wish.tags === undefined && wish.values === undefined) return {}
  const standing = { tags: before.tags, values: before.organization_fields }
  const owned = settleOwned(policy, 'organization_field', standing, wish)
  return { tags: owned.tags, organization_fields: owned.values }
}

const writing = <T>(room: Room, work: (tx: Db, at: Instant) => Promise<T>): Promise<T> =>
  namingDuplicates(DUPLICATES, () => room.ground.db.transaction((tx) => work(tx, room.ground.clock.now())))

const checkGroup = async (tx: Db, { group_id: id }: Partial<OrganizationColumns>): Promise<void> => {
  if (id === undefined || id === null || (await standing(tx, 'group', [id])).has(id)) return
  throw new Refused(invalidField('group_id', 'Group: does not exist'))
}

const noted = (organization: OrganizationRow, at: Instant) => ({
  at,
  source: 'organization',
  id: organization.id,
  label: organization.name,
  feed: { subject: 'organization' as const, ids: [organization.id] },
})

/** Those whose proven address lies in its domains join, where they belong to none. */
const welcome = async (tx: Db, acting: Acting, organization: OrganizationRow, at: Instant): Promise<void> => {
  if (organization.domain_names.length === 0) return
  const ids = await newcomersOf(tx, organization.domain_names)
  if (ids.length === 0) return
  await joinByDomain(tx, ids, at)
  await settleUsers(tx, ids, at)
  await record(tx, acting, {
    at,
    action: 'create',
    source: 'organization_membership',
    id: organization.id,
    label: organization.name,
    after: { user_ids: ids },
    feed: { subject: 'user', ids },
  })
}

/** Its members stay, without it. */
export const removeOrganization = (room: Room, acting: Acting, id: Id): Promise<void> =>
  writing(room, async (tx, at) => {
    const before = await lockOrganization(tx, sql`o.id = ${id} and ${visibleOrganizations(acting.viewer)}`)
    if (before === undefined) throw new Refused(notFound)
    checkWriter(acting)
    await dropOrganization(tx, id, at)
    const members = await deleteMemberships(tx, 'organization', belongsTo('organization', id))
    await settleUsers(tx, members, at)
    await tellTickets(room, tx, at, `organization/${id}/removed`, {
      what: 'organization_removed',
      organizationId: id,
    })
    await record(tx, acting, { ...noted(before, at), action: 'destroy', before, after: {} })
    await record(tx, acting, {
      at,
      action: 'destroy',
      source: 'organization_membership',
      id,
      label: before.name,
      before: { user_ids: members },
      after: {},
      feed: { subject: 'user', ids: members },
    })
  })

/** Changes the organization with the body's id or external id, or creates it. */
export const putOrganization = async (
  room: Room,
  acting: Acting,
  body: OrganizationWrite,
): Promise<{ readonly organization: OrganizationRow; readonly isNew: boolean }> => {
  checkWriter(acting)
  const id = readId(body.id) ?? null
  const external =
    body.external_id === undefined || body.external_id === null ? null : String(body.external_id)
  const [match] = await findOrganizations(
    room.ground.db,
    sql`${visibleOrganizations(acting.viewer)} and (o.id = ${id} or (${id}::bigint is null and o.external_id = ${external}))`,
  )
  if (match !== undefined)
    return { organization: await changeOrganization(room, acting, match.id, body), isNew: false }
  if (id !== null) throw new Refused(notFound)
  return { organization: await createOrganization(room, acting, body), isNew: true }
}
