import {
  canonicalJson,
  type FieldError,
  invalid,
  type Json,
  type JsonObject,
  Refused,
} from '../../../kernel/index.ts'
import type { PolicySnapshot } from '../../../platform/policy/index.ts'
import type { Acting } from '../../acting.ts'
import { ACCOUNT_SETTINGS_ID } from '../../core/index.ts'
import { accountSettingsOf } from '../../policy.ts'
import { editingPolicy } from '../../policy-edit.ts'
import type { Room } from '../../room.ts'
import { brandsOf } from '../brands/brands.ts'
import { SETTINGS, Wrong } from './catalogue.ts'

/**
 * Changes settings, given as `{group: {name: value}}`, in one version of the policy. Groups and names that are not
 * known, and those that follow from something else, are passed over. Answers the document as it stands then.
 */
export const changeSettings = (room: Room, acting: Acting, given: JsonObject): Promise<JsonObject> =>
  editingPolicy(room, acting, 'change account settings', async ({ policy, edit }) => {
    const before = accountSettingsOf(policy)
    const wished = readSettings(given, before)
    check(policy, wished)
    const body = { ...before, ...wished }
    await edit([{ kind: 'account_settings', id: ACCOUNT_SETTINGS_ID, body }])
    return body
  })

/** Only what differs is kept, so that settings which nobody chose follow the standard of later releases. */
const readSettings = (given: JsonObject, before: JsonObject): JsonObject => {
  const faults: FieldError[] = []
  const wished: Record<string, Json> = {}
  for (const { group, name, key, read, standard } of SETTINGS) {
    const value = groupOf(given, group)[name]
    if (value === undefined || read === undefined) continue
    const found = read(value)
    if (found instanceof Wrong) faults.push(fault(group, name, found.message))
    else if (canonicalJson(found) !== canonicalJson(before[key] ?? standard)) wished[key] = found
  }
  if (faults.length > 0) throw new Refused(invalid(...faults))
  return wished
}

const groupOf = (given: JsonObject, group: string): JsonObject => {
  const value = given[group]
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {}
}

const fault = (group: string, name: string, message: string): FieldError => {
  const title = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')
  return { field: `${group}.${name}`, error: 'InvalidValue', description: `${title}: ${message}` }
}

/** What the settings name must be there, and fit to be what new tickets get. */
const check = (policy: PolicySnapshot, wished: JsonObject): void => {
  const faults: FieldError[] = []
  const { default_brand_id: brandId, default_form_id: formId } = wished
  const isBrand = brandsOf(policy).some(({ id, body }) => id === brandId && body.active !== false)
  if (brandId !== undefined && !isBrand)
    faults.push(fault('brands', 'default_brand_id', 'is not an active brand'))
  const isForm = policy
    .documents('ticket_form')
    .some(({ id, body }) => id === formId && body.active !== false)
  if (formId !== undefined && formId !== null && !isForm)
    faults.push(fault('ticket_form', 'default_form_id', 'is not an active ticket form'))
  if (faults.length > 0) throw new Refused(invalid(...faults))
}
