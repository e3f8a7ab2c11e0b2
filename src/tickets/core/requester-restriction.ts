import { type Id, isId, type Json, type JsonObject } from '../../kernel/index.ts'
import type { RoleKind } from '../../people/core/index.ts'

export const ROLE_KINDS = ['end_user', 'light_agent', 'agent', 'admin', 'owner'] as const satisfies RoleKind[]

/** Whom a form is for. Of each list that is not empty, whoever asks must have one. */
export type RequesterRestriction = {
  readonly roles: readonly RoleKind[]
  readonly organizationIds: readonly Id[]
  readonly tags: readonly string[]
}

type Requester = { readonly organizationIds: readonly Id[]; readonly tags: readonly string[] }

/** Reads it from a form's document; null: it is for everybody. */
export const readRestriction = (raw: Json | undefined): RequesterRestriction | null => {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return null
  const { roles, organization_ids: ids, tags } = raw as JsonObject
  return {
    roles: ROLE_KINDS.filter((kind) => list(roles).includes(kind)),
    organizationIds: list(ids).filter(isId),
    tags: list(tags).filter((tag) => typeof tag === 'string'),
  }
}

/** Whether a form is for somebody; of nobody in particular it is asked for nothing that they could not have. */
export const isForRequester = (
  restriction: RequesterRestriction | null,
  kind: RoleKind,
  person: Requester | null | undefined,
): boolean => {
  if (restriction === null) return true
  const { roles, organizationIds, tags } = restriction
  return (
    (roles.length === 0 || roles.includes(kind)) &&
    hasOne(organizationIds, person?.organizationIds ?? []) &&
    hasOne(tags, person?.tags ?? [])
  )
}

const hasOne = <T>(wanted: readonly T[], there: readonly T[]): boolean =>
  wanted.length === 0 || wanted.some((one) => there.includes(one))

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])
