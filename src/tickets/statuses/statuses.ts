import { type Id, invalidField, type JsonObject, Refused, toIso } from '../../kernel/index.ts'
import type { PolicyDocument, PolicyEdit, PolicySnapshot } from '../../platform/policy/index.ts'
import { type Editing, getDocument } from '../policy-edit.ts'
import { readStatusInput, type StatusInput } from './status-input.ts'

const KIND = 'custom_status'
const MAX_STATUSES = 100

/** By status: the label that goes with it where nobody chose one. */
export const defaultStatusIds = (policy: PolicySnapshot): JsonObject => {
  const ids = policy.document('account_settings', 1)?.body.custom_status_ids
  return ids !== null && typeof ids === 'object' && !Array.isArray(ids) ? (ids as JsonObject) : {}
}

export const isDefaultStatus = (policy: PolicySnapshot, { id, body }: PolicyDocument): boolean =>
  defaultStatusIds(policy)[String(body.status_category)] === id

export const createStatus = async (editing: Editing, input: StatusInput): Promise<PolicyDocument> => {
  const { policy, at, edit, nextId } = editing
  const wished = readStatusInput(input, true)
  if (policy.documents(KIND).length >= MAX_STATUSES)
    throw new Refused(invalidField('base', `Custom status: there can be at most ${MAX_STATUSES}`))
  const id = await nextId()
  const body: JsonObject = {
    active: true,
    end_user_label: wished.agent_label ?? '',
    ...wished,
    created_at: toIso(at),
    updated_at: toIso(at),
  }
  checkLabel(policy, id, body)
  await edit([{ kind: KIND, id, body }])
  return { kind: KIND, id, body }
}

/** Changes the words of a status, or puts it out of use: tickets that have it keep it. */
export const changeStatus = async (editing: Editing, id: Id, input: StatusInput): Promise<PolicyDocument> => {
  const { policy, at, edit } = editing
  const before = getDocument(policy, KIND, id)
  const changed: JsonObject = { ...before.body, ...readStatusInput(input, false) }
  if (changed.active === false && isDefaultStatus(policy, before)) throw new Refused(inactiveDefault)
  checkLabel(policy, id, changed)
  const isOther = JSON.stringify(changed) !== JSON.stringify(before.body)
  const body = isOther ? { ...changed, updated_at: toIso(at) } : before.body
  await edit([{ kind: KIND, id, body }])
  return { kind: KIND, id, body }
}

const inactiveDefault = invalidField('active', 'Active: the default of a status must stay in use')

/** Two labels of one status that read alike could not be told apart. */
const checkLabel = (policy: PolicySnapshot, id: Id, body: JsonObject): void => {
  const isTaken = policy
    .documents(KIND)
    .some(
      (one) =>
        one.id !== id &&
        one.body.status_category === body.status_category &&
        String(one.body.agent_label).toLowerCase() === String(body.agent_label).toLowerCase(),
    )
  if (isTaken)
    throw new Refused(invalidField('agent_label', 'Agent label: has already been taken', 'DuplicateValue'))
}

/** Makes each of these the default of its status; those of other statuses stay. */
export const setDefaultStatuses = async ({ policy, edit }: Editing, ids: readonly Id[]): Promise<void> => {
  const chosen: Record<string, Id> = {}
  for (const id of ids) {
    const { body } = getDocument(policy, KIND, id)
    const category = String(body.status_category)
    if (body.active === false) throw new Refused(invalidField('ids', 'Ids: an inactive status is no default'))
    if (chosen[category] !== undefined)
      throw new Refused(invalidField('ids', `Ids: only one can be the default of ${category}`))
    chosen[category] = id
  }
  const settings = policy.document('account_settings', 1)?.body ?? {}
  const body = { ...settings, custom_status_ids: { ...defaultStatusIds(policy), ...chosen } }
  await edit([{ kind: 'account_settings', id: 1, body }])
}

/** Which statuses tickets of a form may have, those that are defaults apart; none: all. */
export type FormStatus = { readonly id: Id; readonly custom_status_id: Id }

export const formStatusesOf = ({ body }: PolicyDocument): readonly FormStatus[] =>
  Array.isArray(body.form_statuses) ? (body.form_statuses as FormStatus[]) : []

export const addFormStatuses = async (
  { policy, at, edit, nextId }: Editing,
  formId: Id,
  statusIds: readonly Id[],
): Promise<readonly FormStatus[]> => {
  const form = getDocument(policy, 'ticket_form', formId)
  const statuses = [...formStatusesOf(form)]
  for (const statusId of new Set(statusIds)) {
    if (policy.document(KIND, statusId) === undefined)
      throw new Refused(invalidField('custom_status_id', 'Custom status: does not exist'))
    if (!statuses.some((one) => one.custom_status_id === statusId))
      statuses.push({ id: await nextId(), custom_status_id: statusId })
  }
  await edit(statuses.length === formStatusesOf(form).length ? [] : [withStatuses(form, statuses, toIso(at))])
  return statuses
}

export const removeFormStatus = async (
  { policy, at, edit }: Editing,
  formId: Id,
  id: Id,
): Promise<boolean> => {
  const form = getDocument(policy, 'ticket_form', formId)
  const left = formStatusesOf(form).filter((one) => one.id !== id)
  if (left.length === formStatusesOf(form).length) return false
  await edit([withStatuses(form, left, toIso(at))])
  return true
}

const withStatuses = (
  { kind, id, body }: PolicyDocument,
  statuses: readonly FormStatus[],
  touched: string,
): PolicyEdit => ({ kind, id, body: { ...body, form_statuses: [...statuses], updated_at: touched } })
