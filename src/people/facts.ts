const SEEN = ' and u.verified and (o.shared_tickets or om.view_tickets)'
const WHICH = { all: '', seen: SEEN, commented: `${SEEN} and o.shared_comments` } as const

/**
 * The organisations of the user row `u`, their own first; those of them whose tickets they all see, where the
 * organisation shares or their membership says so, and only once they have proven an address (`security.md` 3); and of
 * those the ones whose tickets they may comment on as well.
 */
const organizationIds = (aggregate: string, which: keyof typeof WHICH): string => `(
  select ${aggregate}(om.organization_id order by om.is_default desc, om.organization_id)
  from organization_memberships om
  join organizations o on o.id = om.organization_id and o.deleted_at is null
  where om.user_id = u.id${WHICH[which]})`

const groupIds = (aggregate: string): string => `(
  select ${aggregate}(gm.group_id order by gm.group_id) from group_memberships gm where gm.user_id = u.id)`

/** The memberships of the user row `u` as three columns of arrays, for a `Viewer`. */
export const MEMBERSHIPS_SQL = `
  coalesce(${groupIds('array_agg')}, '{}') as "groupIds",
  coalesce(${organizationIds('array_agg', 'all')}, '{}') as "organizationIds",
  coalesce(${organizationIds('array_agg', 'seen')}, '{}') as "sharedOrganizationIds"`

/** One person as `Person` (`core/person.ts`), from the row `u`. */
const PERSON = `jsonb_build_object(
  'id', u.id, 'name', u.name, 'email', u.email, 'roleId', u.role_id, 'active', u.active,
  'suspended', u.suspended, 'verified', u.verified, 'organizationId', u.organization_id,
  'organizationIds', coalesce(${organizationIds('jsonb_agg', 'all')}, '[]'),
  'sharedOrganizationIds', coalesce(${organizationIds('jsonb_agg', 'seen')}, '[]'),
  'commentOrganizationIds', coalesce(${organizationIds('jsonb_agg', 'commented')}, '[]'),
  'groupIds', coalesce(${groupIds('jsonb_agg')}, '[]'),
  'defaultGroupId', u.default_group_id, 'ticketRestriction', u.ticket_restriction,
  'onlyPrivateComments', u.only_private_comments, 'tags', to_jsonb(u.tags), 'locale', u.locale,
  'timeZone', u.time_zone, 'phone', u.phone, 'externalId', u.external_id, 'details', u.details,
  'notes', u.notes, 'signature', u.signature, 'fields', u.user_fields)`

/**
 * SQL expression that yields one jsonb in the shape of `Context`: the users and groups asked for, and all of the
 * users' organisations. The arguments are SQL expressions of type bigint[]; both are evaluated once. Index look-ups
 * only, for the hot load statement.
 */
export const peopleFactsSql = (userIds: string, groupIds: string): string => `(
select jsonb_build_object(
  'users', coalesce((
    select jsonb_object_agg(u.id, ${PERSON})
    from users u where u.id = any(asked.user_ids)), '{}'),
  'groups', coalesce((
    select jsonb_object_agg(g.id, jsonb_build_object(
      'id', g.id, 'name', g.name, 'deleted', g.deleted,
      'memberIds', coalesce((
        select jsonb_agg(member.id order by member.id)
        from group_memberships gm join users member on member.id = gm.user_id
        where gm.group_id = g.id and member.active and member.role_id <> 1), '[]')))
    from groups g where g.id = any(asked.group_ids)), '{}'),
  'organizations', coalesce((
    select jsonb_object_agg(o.id, jsonb_build_object(
      'id', o.id, 'name', o.name, 'groupId', o.group_id, 'externalId', o.external_id,
      'details', o.details, 'notes', o.notes, 'tags', to_jsonb(o.tags), 'fields', o.organization_fields))
    from organizations o
    where o.deleted_at is null and o.id in (
      select om.organization_id from organization_memberships om where om.user_id = any(asked.user_ids))), '{}'))
from (select (${userIds})::bigint[] as user_ids, (${groupIds})::bigint[] as group_ids offset 0) asked)`
