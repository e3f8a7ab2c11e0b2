import { type Id, type Instant, isId } from '../../kernel/index.ts'
import { type Attempt, fail } from './attempt.ts'

export const RISKS = ['low', 'medium', 'high'] as const
export type Risk = (typeof RISKS)[number]

export const APPROVAL_STATES = ['not_requested', 'requested', 'approved', 'rejected'] as const
export type ApprovalState = (typeof APPROVAL_STATES)[number]

/** Who asked for approval, who decided, and when the last of the two was. */
export type Approval = {
  readonly state: ApprovalState
  readonly requestedById: Id | null
  readonly decidedById: Id | null
  readonly at: Instant | null
}

/** What a change is planned to be, whom it affects, and whether somebody else approves of it. */
export type ChangePlan = {
  /** Rises with every edit of the plan; those affected are told once a version. */
  readonly version: number
  readonly plannedStartAt: Instant | null
  readonly plannedEndAt: Instant | null
  readonly risk: Risk | null
  readonly rollbackPlan: string | null
  /** Ascending. */
  readonly affectedOrganizationIds: readonly Id[]
  readonly affectedUserIds: readonly Id[]
  readonly approval: Approval
}

/** What of a plan a Change sets; absent keys stay. `approval` is the next state of the approval. */
export type PlanEdit = Partial<Omit<ChangePlan, 'version' | 'approval'>> & {
  readonly approval?: Exclude<ApprovalState, 'not_requested'>
}

export const MAX_ROLLBACK_PLAN = 65_536
/** Organizations and users, each. */
export const MAX_AFFECTED = 500

const UNASKED: Approval = { state: 'not_requested', requestedById: null, decidedById: null, at: null }

export const EMPTY_PLAN: ChangePlan = {
  version: 0,
  plannedStartAt: null,
  plannedEndAt: null,
  risk: null,
  rollbackPlan: null,
  affectedOrganizationIds: [],
  affectedUserIds: [],
  approval: UNASKED,
}

/** Applies what a Change says of the plan of a change. An approval counts for the plan that was approved: editing ends it. */
export const applyPlan = (attempt: Attempt): void => {
  const { draft, change } = attempt
  const edit = change.plan
  if (edit === undefined) return
  if (!isReadable(edit)) return void fail(attempt, 'change', 'Change: cannot be read')
  if (draft.kind !== 'change')
    return void fail(attempt, 'kind', 'Change: only a ticket of kind change has a plan')
  const standing = draft.plan ?? EMPTY_PLAN
  const edited = checked(attempt, { ...standing, ...given(edit) })
  const isOther = JSON.stringify(edited) !== JSON.stringify(standing)
  if (isOther) draft.plan = { ...edited, version: standing.version + 1, approval: UNASKED }
  if (edit.approval) decideApproval(attempt, edit.approval)
}

const given = ({ approval: _, ...edit }: PlanEdit): Partial<ChangePlan> => ({
  ...Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined)),
  ...(edit.affectedOrganizationIds && { affectedOrganizationIds: ascending(edit.affectedOrganizationIds) }),
  ...(edit.affectedUserIds && { affectedUserIds: ascending(edit.affectedUserIds) }),
})

/** What came from outside may be anything; its shape is made sure of once. */
const isReadable = (edit: unknown): edit is PlanEdit => {
  if (typeof edit !== 'object' || edit === null) return false
  const { plannedStartAt, plannedEndAt, rollbackPlan, ...rest } = edit as Record<string, unknown>
  const areTimes = [plannedStartAt, plannedEndAt].every((at) => at == null || Number.isSafeInteger(at))
  const lists = [rest.affectedOrganizationIds, rest.affectedUserIds]
  const areLists = lists.every((ids) => ids === undefined || (Array.isArray(ids) && ids.every(isId)))
  const isText = rollbackPlan == null || typeof rollbackPlan === 'string'
  const isState = rest.approval === undefined || APPROVAL_STATES.some((state) => state === rest.approval)
  return areTimes && areLists && isText && isState
}

const ascending = (ids: readonly Id[]): readonly Id[] => [...new Set(ids)].sort((a, b) => a - b)

const checked = (attempt: Attempt, plan: ChangePlan): ChangePlan => {
  const { plannedStartAt, plannedEndAt, risk, rollbackPlan } = plan
  if (plannedStartAt !== null && plannedEndAt !== null && plannedEndAt <= plannedStartAt)
    fail(attempt, 'planned_end_at', 'Planned end: must be after the planned start')
  if (risk !== null && !RISKS.includes(risk))
    fail(attempt, 'risk', `Risk: must be one of ${RISKS.join(', ')}`)
  if ((rollbackPlan?.length ?? 0) > MAX_ROLLBACK_PLAN)
    fail(
      attempt,
      'rollback_plan',
      `Rollback plan: is too long (maximum is ${MAX_ROLLBACK_PLAN} characters)`,
      'TooLong',
    )
  checkAffected(attempt, 'affected_organization_ids', plan.affectedOrganizationIds)
  checkAffected(attempt, 'affected_user_ids', plan.affectedUserIds)
  return plan
}

const checkAffected = (attempt: Attempt, field: string, ids: readonly Id[]): void => {
  if (ids.length > MAX_AFFECTED)
    fail(attempt, field, `Affected: at most ${MAX_AFFECTED} can be named`, 'TooLong')
}

/** Whoever asks for approval does not give it. */
const decideApproval = (attempt: Attempt, wanted: Exclude<ApprovalState, 'not_requested'>): void => {
  const { draft, acting, at } = attempt
  const plan = draft.plan ?? EMPTY_PLAN
  const { state, requestedById } = plan.approval
  const self = acting.person?.id ?? null
  if (wanted === state) return
  const asked = { state: wanted, requestedById: self, decidedById: null, at }
  if (wanted === 'requested') {
    draft.plan = { ...plan, approval: asked }
    return
  }
  if (state === 'not_requested') return void fail(attempt, 'approval', 'Approval: has not been asked for')
  if (self !== null && self === requestedById)
    return void fail(attempt, 'approval', 'Approval: is given by somebody else than who asked for it')
  draft.plan = { ...plan, approval: { state: wanted, requestedById, decidedById: self, at } }
}
