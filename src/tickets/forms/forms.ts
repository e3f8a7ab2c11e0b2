import { type Id, invalidField, type JsonObject, Refused, toIso } from '../../kernel/index.ts'
import type { PolicyDocument, PolicyEdit, PolicySnapshot } from '../../platform/policy/index.ts'
import { type Editing, getDocument, lastPosition, reordered } from '../policy-edit.ts'
import { type FormInput, readFormInput } from './form-input.ts'

const KIND = 'ticket_form'
const MAX_FORMS = 300

/** The form that a new ticket gets; it is said in the settings of the account. */
export const defaultFormId = (policy: PolicySnapshot): Id | null => {
  const id = policy.document('account_settings', 1)?.body.default_form_id
  return typeof id === 'number' ? id : null
}

const asDefault = (policy: PolicySnapshot, id: Id, input: FormInput): PolicyEdit[] => {
  const settings = policy.document('account_settings', 1)?.body ?? {}
  if (input.default !== true || settings.default_form_id === id) return []
  return [{ kind: 'account_settings', id: 1, body: { ...settings, default_form_id: id } }]
}

export const createForm = async (editing: Editing, input: FormInput): Promise<PolicyDocument> => {
  const { policy, edit, nextId } = editing
  const body = newBody(editing, readFormInput(input, undefined, policy))
  if (input.default === true && body.active === false) throw new Refused(inactiveDefault)
  const id = await nextId()
  await edit([{ kind: KIND, id, body }, ...asDefault(policy, id, input)])
  return { kind: KIND, id, body }
}

const newBody = ({ policy, at }: Editing, wished: JsonObject): JsonObject => {
  const forms = policy.documents(KIND)
  if (forms.length >= MAX_FORMS)
    throw new Refused(invalidField('base', `Form: there can be at most ${MAX_FORMS}`))
  return {
    active: true,
    end_user_visible: false,
    in_all_brands: true,
    agent_conditions: [],
    end_user_conditions: [],
    ...wished,
    position: wished.position ?? lastPosition(forms),
    created_at: toIso(at),
    updated_at: toIso(at),
  }
}

const inactiveDefault = invalidField('active', 'Active: the default form cannot be switched off or removed')

export const changeForm = async (editing: Editing, id: Id, input: FormInput): Promise<PolicyDocument> => {
  const { policy, at, edit } = editing
  const before = getDocument(policy, KIND, id)
  const changed: JsonObject = { ...before.body, ...readFormInput(input, before.body, policy) }
  const isDefault = input.default === true || defaultFormId(policy) === id
  if (isDefault && changed.active === false) throw new Refused(inactiveDefault)
  const isOther = JSON.stringify(changed) !== JSON.stringify(before.body)
  const body = isOther ? { ...changed, updated_at: toIso(at) } : before.body
  await edit([{ kind: KIND, id, body }, ...asDefault(policy, id, input)])
  return { kind: KIND, id, body }
}

/** Removes a form; tickets that have it keep its number, which asks for nothing any more. */
export const removeForm = async ({ policy, edit }: Editing, id: Id): Promise<void> => {
  getDocument(policy, KIND, id)
  if (defaultFormId(policy) === id) throw new Refused(inactiveDefault)
  await edit([{ kind: KIND, id, body: null }])
}

export const cloneForm = async (editing: Editing, id: Id): Promise<PolicyDocument> => {
  const { position: _position, ...body } = getDocument(editing.policy, KIND, id).body
  const copy = newBody(editing, { ...body, name: `Copy of ${String(body.name)}`.slice(0, 255) })
  const copyId = await editing.nextId()
  await editing.edit([{ kind: KIND, id: copyId, body: copy }])
  return { kind: KIND, id: copyId, body: copy }
}

export const reorderForms = async ({ policy, at, edit }: Editing, ids: readonly Id[]): Promise<void> =>
  edit(reordered(policy.documents(KIND), ids, toIso(at)))
