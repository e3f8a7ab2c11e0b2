import { invalidField, type JsonObject, type Refusal } from '../../kernel/index.ts'
import type { DocumentChange } from './plan-edits.ts'
import type { PolicyReason, PolicySnapshot } from './policy.ts'

/** Which kinds of policy need the approval of a second person; and whether the glass may be broken. */
export type Approval = { readonly kinds: ReadonlySet<string>; readonly mayBreakGlass: boolean }

const SETTINGS_KIND = 'account_settings'
/** Where the account settings keep it. */
export const APPROVAL_KINDS = 'policy_approval_kinds'
export const APPROVAL_BREAK_GLASS = 'policy_approval_break_glass'

export const approvalIn = (settings: JsonObject | undefined): Approval => {
  const kinds = settings?.[APPROVAL_KINDS]
  return {
    kinds: new Set(Array.isArray(kinds) ? kinds.filter((kind) => typeof kind === 'string') : []),
    mayBreakGlass: settings?.[APPROVAL_BREAK_GLASS] === true,
  }
}

export const approvalOf = (policy: PolicySnapshot): Approval =>
  approvalIn(policy.document(SETTINGS_KIND, 1)?.body)

/** The first kind among changes that may not be changed without approval; what says so is one of them itself. */
export const kindToApprove = (
  { kinds }: Approval,
  changes: readonly Pick<DocumentChange, 'kind' | 'before' | 'after'>[],
): string | undefined =>
  kinds.size === 0
    ? undefined
    : changes.find((change) => kinds.has(change.kind) || isAboutApproval(change))?.kind

const isAboutApproval = ({
  kind,
  before,
  after,
}: Pick<DocumentChange, 'kind' | 'before' | 'after'>): boolean =>
  kind === SETTINGS_KIND &&
  [APPROVAL_KINDS, APPROVAL_BREAK_GLASS].some(
    (key) => JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key]),
  )

/** Whether an edit may be written: null, or why not. Mainstay itself and approved requests may. */
export const approvalRefusal = (
  approval: Approval,
  { authorId, change, given }: PolicyReason,
  changes: readonly DocumentChange[],
): Refusal | null => {
  const kind = authorId === null || change !== undefined ? undefined : kindToApprove(approval, changes)
  if (kind === undefined || (breaksGlass(approval, given) && given?.text != null)) return null
  const name = `${kind.charAt(0).toUpperCase()}${kind.slice(1).replaceAll('_', ' ')}`
  return breaksGlass(approval, given)
    ? invalidField('reason', 'Reason: cannot be blank where an approval is passed by', 'BlankValue')
    : invalidField(
        'base',
        `${name}: changes need the approval of a second person. Make a change request: POST /api/v2/policy_changes`,
      )
}

export const breaksGlass = ({ mayBreakGlass }: Approval, given: PolicyReason['given']): boolean =>
  mayBreakGlass && given?.breaksGlass === true
