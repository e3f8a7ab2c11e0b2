import { type Id, isId, type Json, type JsonObject } from '../../kernel/index.ts'
import { compilePattern, readRole } from '../../people/core/index.ts'
import type { Catalogue } from '../../rules/core/index.ts'
import { type Automation, automationsInOrder, readAutomation } from './automation.ts'
import { compileClockPolicy } from './clocks/clock-policy.ts'
import { HAND_OVER_FIELDS } from './comment-structure.ts'
import { compileContent } from './dynamic-content.ts'
import { readForm } from './form.ts'
import type {
  CustomFieldType,
  CustomStatus,
  Policy,
  PolicyProblem,
  TaggedField,
  TicketField,
  TicketSettings,
} from './policy.ts'
import { readProcesses } from './process.ts'
import { readResolutionCode } from './resolution-code.ts'
import { readSkills } from './skills.ts'
import { isSystemField, type SystemFieldType } from './system-fields.ts'
import { canonicalTag } from './tags.ts'
import { PRIORITIES, STATUSES, type Status } from './ticket.ts'
import { catalogueOf, inOrder, needsOf, readTrigger, type Trigger } from './trigger.ts'

/** What compiling reads of a policy snapshot of the platform. */
export type PolicySource = {
  readonly version: number
  documents(
    kind: string,
  ): readonly { readonly id: Id; readonly body: JsonObject; readonly fromVersion?: number }[]
}

/** What decisions need to know of the process; links in mails start with its base URL. */
export type ProcessFacts = { readonly baseUrl?: string }

/**
 * Compiles one version of the desk's policy: the kinds `role`, `account_settings`, `brand`, `custom_status`,
 * `ticket_field`, `ticket_form`, `trigger`, `automation`, SLA policies and schedules. A document that cannot be understood is left out and told in
 * `problems`; nothing makes it throw.
 */
export const compilePolicy = (source: PolicySource, facts: ProcessFacts = {}): Policy => {
  const problems: PolicyProblem[] = []
  const systemFields = systemFieldsOf(source)
  const fields = byId(source, 'ticket_field', readField, problems, (id) => !systemFields.has(id))
  problems.push(...patternProblems(fields.values()))
  const customStatuses = byId(source, 'custom_status', readCustomStatus, problems)
  const settings = readSettings(source, facts)
  const fieldsByText = new Map([...fields.values()].map((field) => [String(field.id), field]))
  const catalogue = catalogueOf(fieldsByText)
  const triggers = compileTriggers(source, catalogue, problems)
  const automations = compileAutomations(source, catalogue, problems)
  const skills = readSkills(source, catalogue, problems)
  const needs = needsOf([...triggers, ...automations])
  return {
    version: source.version,
    roles: byId(source, 'role', ({ id, body }) => readRole(id, body), problems),
    fields: fieldsByText,
    fieldsByTag: indexTags(fields.values()),
    systemFields,
    forms: byId(source, 'ticket_form', readForm, problems),
    customStatuses,
    resolutionCodes: [...byId(source, 'resolution_code', readResolutionCode, problems).values()],
    processes: readProcesses(source.documents('ticket_kind')),
    brandIds: new Set([
      settings.defaultBrandId,
      ...source
        .documents('brand')
        .filter(isLive)
        .map(({ id }) => id),
    ]),
    settings,
    brandNames: new Map(source.documents('brand').map(({ id, body }) => [id, text(body.name) ?? ''])),
    namedUserIds: needs.userIds,
    namedGroupIds: needs.groupIds,
    needs,
    problems,
    dynamicContent: compileContent(source),
    clocks: compileClockPolicy(source, catalogue, problems),
    triggers,
    automations,
    skills,
  }
}

type Document = { readonly id: Id; readonly body: JsonObject }

/** Reads all documents of a kind; a reader answers what is wrong as a text. */
const byId = <T>(
  source: PolicySource,
  kind: string,
  read: (document: Document) => T | string,
  problems: PolicyProblem[],
  isRead: (id: Id) => boolean = () => true,
): Map<Id, T> => {
  const found = new Map<Id, T>()
  for (const document of source.documents(kind)) {
    if (!isRead(document.id)) continue
    const value = read(document)
    if (typeof value === 'string') problems.push({ kind, id: document.id, messages: [value] })
    else found.set(document.id, value)
  }
  return found
}

const systemFieldsOf = (source: PolicySource): Map<Id, SystemFieldType> => {
  const found = new Map<Id, SystemFieldType>()
  for (const { id, body } of source.documents('ticket_field'))
    if (isSystemField(body.type)) found.set(id, body.type)
  return found
}

export const FIELD_TYPES: readonly CustomFieldType[] = [
  'text',
  'textarea',
  'checkbox',
  'date',
  'integer',
  'decimal',
  'regexp',
  'partialcreditcard',
  'multiselect',
  'tagger',
  'lookup',
]

const readField = ({ id, body }: Document): TicketField | string => {
  const type = FIELD_TYPES.find((known) => known === body.type)
  if (!type) return `type: unknown type ${JSON.stringify(body.type ?? null)}`
  return {
    id,
    type,
    title: text(body.title) ?? `Field ${id}`,
    active: body.active !== false,
    required: body.required === true,
    requiredInPortal: body.required_in_portal === true,
    regexp: text(body.regexp_for_validation),
    pattern: readPattern(type, text(body.regexp_for_validation)),
    tag: tagOf(body.tag),
    options: list(body.custom_field_options).flatMap(readOption),
    visibleInPortal: body.visible_in_portal === true,
    editableInPortal: body.editable_in_portal === true,
    position: typeof body.position === 'number' ? body.position : 0,
  }
}

const readPattern = (type: CustomFieldType, regexp: string | null): TicketField['pattern'] => {
  const pattern = type === 'regexp' && regexp !== null ? compilePattern(regexp) : null
  return pattern?.ok ? pattern.value : null
}

/** Fields are needed even where their pattern cannot be run; whoever wrote it is told. */
const patternProblems = (fields: Iterable<TicketField>): PolicyProblem[] =>
  [...fields].flatMap(({ id, type, regexp, pattern }) => {
    if (type !== 'regexp' || regexp === null || pattern !== null) return []
    const compiled = compilePattern(regexp)
    return compiled.ok
      ? []
      : [{ kind: 'ticket_field', id, messages: [`regexp_for_validation: ${compiled.error}`] }]
  })

/** An option's value is a tag, so it is kept in the form of tags. */
const readOption = (raw: Json, index: number): TicketField['options'] => {
  const option = object(raw)
  const value = tagOf(option.value)
  if (value === null) return []
  return [{ id: isId(option.id) ? option.id : index + 1, name: text(option.name) ?? value, value }]
}

const readCustomStatus = ({ id, body }: Document): CustomStatus | string => {
  const category = STATUSES.find((status) => status === body.status_category)
  if (!category || category === 'closed') return 'status_category: must be new, open, pending, hold or solved'
  const agentLabel = text(body.agent_label) ?? category
  const endUserLabel = text(body.end_user_label) ?? agentLabel
  return { id, category, active: body.active !== false, agentLabel, endUserLabel }
}

const readSettings = (source: PolicySource, facts: ProcessFacts): TicketSettings => {
  const body = source.documents('account_settings').find(({ id }) => id === 1)?.body ?? {}
  const labels = object(body.custom_status_ids)
  const standard = STATUSES.map((status): [Status, Json | undefined] => [status, labels[status]])
  return {
    accountName: text(body.account_name) ?? 'Mainstay',
    assignTicketsUponSolve: body.assign_tickets_upon_solve !== false,
    commentsPublicByDefault: body.comments_public_by_default !== false,
    statusHold: body.status_hold !== false,
    undoWindowMs: undoSeconds(body.undo_window_seconds) * 1000,
    emailCcsAllowed: body.email_ccs_allowed !== false,
    followersAllowed: body.followers_allowed !== false,
    firstCommentMayBePrivate: body.first_comment_may_be_private !== false,
    brandRequired: body.brand_required === true,
    autoAssignSingleGroup: body.auto_assign_single_group === true,
    resolutionCodeRequired: body.resolution_code_required === true,
    handOverRequires: Array.isArray(body.hand_over_required_fields)
      ? HAND_OVER_FIELDS.filter((name) => list(body.hand_over_required_fields).includes(name))
      : STANDARD_HAND_OVER,
    defaultBrandId: isId(body.default_brand_id) ? body.default_brand_id : 1,
    defaultFormId: isId(body.default_form_id) ? body.default_form_id : null,
    customStatusIds: Object.fromEntries(standard.filter(([, id]) => isId(id))),
    slaWarningMinutes: warningMinutes(body.sla_warning_minutes, WARNING_MINUTES),
    nextUpdateMinutes: cadence(object(body.next_update_minutes)),
    nextUpdateReminderMinutes: warningMinutes(body.next_update_reminder_minutes, REMINDER_MINUTES),
    closeAfterDays: closeAfterDays(body.close_after_days),
    baseUrl: (facts.baseUrl ?? 'http://localhost:3000').replace(/\/+$/, ''),
  }
}

/** Half a minute unless said otherwise; longer than five minutes nobody waits for a mail. */
const undoSeconds = (seconds: Json | undefined): number =>
  typeof seconds === 'number' && seconds >= 0 ? Math.min(seconds, MAX_UNDO_SECONDS) : STANDARD_UNDO_SECONDS

const STANDARD_UNDO_SECONDS = 30
const MAX_UNDO_SECONDS = 300

/** Without these two, whoever takes over begins again. */
const STANDARD_HAND_OVER: TicketSettings['handOverRequires'] = ['summary', 'next_step']

const WARNING_MINUTES = [30]
const REMINDER_MINUTES = [15]
const CLOSE_AFTER_DAYS = 28
const MAX_WARNINGS = 10

/** Distances in whole minutes, at most ten; those of a new desk where nothing is said. */
const warningMinutes = (value: Json | undefined, standard: readonly number[]): readonly number[] => {
  if (!Array.isArray(value)) return standard
  const minutes = value.filter((one) => typeof one === 'number' && Number.isInteger(one) && one > 0)
  return [...new Set(minutes as number[])].sort((a, b) => a - b).slice(0, MAX_WARNINGS)
}

const cadence = (body: JsonObject): TicketSettings['nextUpdateMinutes'] =>
  Object.fromEntries(
    PRIORITIES.flatMap((priority) => {
      const minutes = body[priority]
      return typeof minutes === 'number' && minutes > 0 ? [[priority, minutes]] : []
    }),
  )

const closeAfterDays = (value: Json | undefined): number | null => {
  if (value === null) return null
  return typeof value === 'number' && value > 0 ? value : CLOSE_AFTER_DAYS
}

const compileTriggers = (source: PolicySource, catalogue: Catalogue, problems: PolicyProblem[]): Trigger[] =>
  inOrder(source.documents('trigger'), source.documents('trigger_category')).flatMap((document) => {
    const trigger = readTrigger(document, catalogue)
    if (trigger.ok) return [trigger.value]
    problems.push({ kind: 'trigger', id: document.id, messages: trigger.error })
    return []
  })

const compileAutomations = (
  source: PolicySource,
  catalogue: Catalogue,
  problems: PolicyProblem[],
): Automation[] =>
  automationsInOrder(source.documents('automation')).flatMap((document) => {
    const automation = readAutomation(document, catalogue)
    if (automation.ok) return [automation.value]
    problems.push({ kind: 'automation', id: document.id, messages: automation.error })
    return []
  })

const indexTags = (fields: Iterable<TicketField>): Map<string, TaggedField[]> => {
  const index = new Map<string, TaggedField[]>()
  for (const field of fields) {
    if (!field.active) continue
    for (const tag of tagsOf(field)) index.set(tag, [...(index.get(tag) ?? []), { field, tag }])
  }
  return index
}

const tagsOf = (field: TicketField): readonly string[] => {
  if (field.type === 'checkbox') return field.tag === null ? [] : [field.tag]
  const isChoice = field.type === 'tagger' || field.type === 'multiselect'
  return isChoice ? field.options.map((option) => option.value) : []
}

const isLive = ({ body }: Document): boolean => body.active !== false && body.is_deleted !== true

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null

const tagOf = (value: Json | undefined): string | null => {
  const tag = typeof value === 'string' ? canonicalTag(value) : ''
  return tag === '' ? null : tag
}

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

const object = (value: Json | undefined): JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {}
