import { schedulesOf } from '../calendar/index.ts'
import { isStaff } from '../people/core/index.ts'
import type { Viewer } from '../people/index.ts'
import type { PolicyDocument, PolicySnapshot } from '../platform/policy/index.ts'
import type { Catalogue, DeskValues, FieldValues, Named } from '../rules/core/index.ts'
import { compilePolicy } from './core/index.ts'
import type { Policy } from './core/policy.ts'
import { SATISFACTION_REASONS } from './core/satisfaction.ts'
import { catalogueOf } from './core/trigger.ts'
import { byPosition } from './policy-edit.ts'
import type { Room } from './room.ts'
import { activeOfRoles } from './rule-documents/store.ts'

/** What stands outside that rules may call; told by the room of webhooks, which stands to the right. */
export type Endpoints = { readonly webhooks: readonly Named[]; readonly targets: readonly Named[] }

/** More names than a list to choose from can show; rules may name the others all the same. */
const MAX_AGENTS = 1000

/** What custom fields a version of the policy has, for reading rules. */
export const catalogueIn = (policy: PolicySnapshot): Catalogue =>
  policy.compiled('tickets.catalogue', (source) => catalogueOf(compiledIn(source).fields))

/** Everything of the desk that rules may name, as far as the viewer may choose from it. */
export const deskValuesOf = async (
  room: Pick<Room, 'ground' | 'people' | 'endpoints'>,
  viewer: Viewer,
): Promise<DeskValues> => {
  const policy = await room.ground.policy.current()
  const { roles } = compiledIn(policy)
  const staff = [...roles.values()].filter(({ kind }) => isStaff(kind)).map(({ id }) => id)
  const [groups, agents, endpoints] = await Promise.all([
    room.people.groups(viewer),
    activeOfRoles(room.ground.db, staff, MAX_AGENTS),
    room.endpoints(),
  ])
  return {
    groups,
    agents,
    ...endpoints,
    ...standing(policy, compiledIn(policy)),
    requesterFields: keyed(policy.documents('user_field')),
    organizationFields: keyed(policy.documents('organization_field')),
  }
}

const compiledIn = (policy: PolicySnapshot): Policy =>
  policy.compiled('tickets.desk_values', (source) => compilePolicy(source))

const standing = (policy: PolicySnapshot, { roles, forms, customStatuses, fields }: Policy) => ({
  brands: policy
    .documents('brand')
    .filter(({ body }) => body.active !== false && body.is_deleted !== true)
    .map(({ id, body }) => ({ id, name: String(body.name ?? '') })),
  forms: [...forms.values()].filter(({ active }) => active).map(({ id, name }) => ({ id, name })),
  statuses: [...customStatuses.values()]
    .filter(({ active }) => active)
    .map(({ id, agentLabel }) => ({ id, name: agentLabel })),
  schedules: schedulesOf(policy).map(({ id, name }) => ({ id, name })),
  roles: [...roles.values()].map(({ id, name }) => ({ id, name })),
  satisfactionReasons: SATISFACTION_REASONS,
  fields: [...fields.values()]
    .filter(({ active }) => active)
    .sort((a, b) => a.position - b.position || a.id - b.id)
    .map(({ id, title, type, options }) => ({ id, name: title, type, options })),
})

const keyed = (documents: readonly PolicyDocument[]): (FieldValues & { readonly key: string })[] =>
  byPosition(documents)
    .filter(({ body }) => body.active !== false)
    .map(({ id, body }) => ({
      id,
      key: String(body.key),
      name: String(body.title ?? body.key),
      type: String(body.type),
      options: (Array.isArray(body.custom_field_options)
        ? body.custom_field_options
        : []) as unknown as FieldValues['options'],
    }))
