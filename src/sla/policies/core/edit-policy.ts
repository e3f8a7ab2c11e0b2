import {
  canonicalJson,
  err,
  type FieldError,
  type Instant,
  invalid,
  ok,
  type Refusal,
  type Result,
  toIso,
} from '../../../kernel/index.ts'
import { cleanName } from '../../../people/core/index.ts'
import { SETTINGS } from '../../core/policy.ts'
import {
  type FilterBody,
  GROUP_SLA_POLICY_KIND,
  type GroupSlaPolicyBody,
  type PolicyKindName,
  type SettingsBody,
  SLA_POLICY_KIND,
  type SlaPolicyBody,
} from './policy-body.ts'
import { type FilterInput, readFilter } from './read-filter.ts'
import { readTargets, type TargetInput } from './read-targets.ts'
import type { DeskFacts, Reading } from './reading.ts'

/** What can be said of a policy. What is left out stays; filter and targets are replaced as a whole. */
export type PolicyInput = {
  readonly title?: string | null | undefined
  readonly description?: string | null | undefined
  readonly position?: number | null | undefined
  readonly filter?: FilterInput | null | undefined
  readonly policy_metrics?: readonly TargetInput[] | null | undefined
  readonly schedule_id?: number | null | undefined
  readonly metrics_settings?: SettingsInput | null | undefined
}

/** Flags that are left out stay. Names that nobody knows are passed over, as everywhere on the wire. */
export type SettingsInput = {
  readonly [metric: string]: { readonly [name: string]: boolean | null | undefined } | null | undefined
}

type Edited<Body> = Result<Body, Refusal>
type Common = Omit<SlaPolicyBody, 'metrics_settings'>

/** A new SLA policy, at `position` unless it asks for another. */
export const newSlaPolicy = (
  input: PolicyInput,
  position: number,
  desk: DeskFacts,
): Edited<SlaPolicyBody> => {
  const settings = withSettings(ALL_OFF, input.metrics_settings)
  return checked({ ...blank(position, desk.at), metrics_settings: settings }, input, SLA_POLICY_KIND, desk)
}

export const changeSlaPolicy = (
  before: SlaPolicyBody,
  input: PolicyInput,
  desk: DeskFacts,
): Edited<SlaPolicyBody> => {
  const settings = withSettings(before.metrics_settings, input.metrics_settings)
  const changed = checked({ ...before, metrics_settings: settings }, input, SLA_POLICY_KIND, desk)
  return changed.ok ? ok(stamped(before, changed.value, desk.at)) : changed
}

export const newGroupSlaPolicy = (
  input: PolicyInput,
  { ulid, position }: { readonly ulid: string; readonly position: number },
  desk: DeskFacts,
): Edited<GroupSlaPolicyBody> =>
  checked({ ...blank(position, desk.at), ulid }, input, GROUP_SLA_POLICY_KIND, desk)

export const changeGroupSlaPolicy = (
  before: GroupSlaPolicyBody,
  input: PolicyInput,
  desk: DeskFacts,
): Edited<GroupSlaPolicyBody> => {
  const changed = checked(before, input, GROUP_SLA_POLICY_KIND, desk)
  return changed.ok ? ok(stamped(before, changed.value, desk.at)) : changed
}

/** What a policy says that does nothing, in a sentence each; nothing is wrong with it. */
export const idleParts = ({ policy_metrics: targets }: Common): string[] => {
  const has = (metric: string): boolean => targets.some((target) => target.metric === metric)
  // Zendesk measures next replies only where the policy promises a first reply, too; it takes such policies all the same.
  return has('next_reply_time') && !has('first_reply_time')
    ? ['next_reply_time targets are measured only beside a first_reply_time target']
    : []
}

const blank = (position: number, at: Instant): Common => ({
  title: '',
  description: null,
  position,
  filter: { all: [], any: [] },
  policy_metrics: [],
  schedule_id: null,
  created_at: toIso(at),
  updated_at: toIso(at),
})

const flagsOf = (value: (metric: string, name: string) => boolean): SettingsBody =>
  Object.fromEntries(
    Object.entries(SETTINGS).map(([metric, names]) => [
      metric,
      Object.fromEntries(names.map((name) => [name, value(metric, name)])),
    ]),
  ) as SettingsBody

const ALL_OFF = flagsOf(() => false)

const withSettings = (before: SettingsBody, input: SettingsInput | null | undefined): SettingsBody => {
  const standing: { readonly [metric: string]: { readonly [name: string]: boolean } } = before
  return flagsOf((metric, name) => input?.[metric]?.[name] ?? standing[metric]?.[name] ?? false)
}

const MAX_DESCRIPTION = 65_536

/** Lays what is said over what stands; a filter that stood is read anew only where another comes. */
const checked = <Body extends Common>(
  before: Body,
  input: PolicyInput,
  kind: PolicyKindName,
  desk: DeskFacts,
): Edited<Body> => {
  const errors: FieldError[] = []
  const reading: Reading = { ...desk, kind, errors }
  const isNew = before.title === ''
  const body: Body = {
    ...before,
    title: input.title === undefined ? before.title : cleanName(input.title ?? ''),
    description: input.description === undefined ? before.description : input.description,
    position: input.position ?? before.position,
    filter:
      !isNew && isSame(before.filter, input.filter) ? before.filter : readFilter(input.filter ?? {}, reading),
    policy_metrics:
      input.policy_metrics === undefined
        ? before.policy_metrics
        : readTargets(input.policy_metrics ?? [], reading),
    schedule_id: readSchedule(before, input, reading),
  }
  if (body.title === '') errors.push(blankValue('title'))
  if (isNew && !input.filter) errors.push(blankValue('filter'))
  if ((body.description?.length ?? 0) > MAX_DESCRIPTION)
    errors.push({
      field: 'description',
      error: 'TooLong',
      description: `is too long (maximum is ${MAX_DESCRIPTION} characters)`,
    })
  return errors.length > 0 ? err(invalid(...errors)) : ok(body)
}

/** Clients put back the whole of what they read. */
const isSame = (before: FilterBody, input: FilterInput | null | undefined): boolean =>
  input == null || canonicalJson(before) === canonicalJson({ all: input.all ?? [], any: input.any ?? [] })

const blankValue = (field: string): FieldError => ({
  field,
  error: 'BlankValue',
  description: 'cannot be blank',
})

/** A schedule that was deleted goes on serving the policies that name it; none can be given it anew. */
const readSchedule = (before: Common, { schedule_id: id }: PolicyInput, reading: Reading): number | null => {
  if (id === undefined || id === before.schedule_id) return before.schedule_id
  if (id !== null && !reading.isSchedule(id))
    reading.errors.push({ field: 'schedule_id', error: 'InvalidValue', description: 'is no schedule' })
  return id
}

/** An edit that changes nothing leaves the time of the last one, so that it makes no version either. */
const stamped = <Body extends Common>(before: Body, after: Body, at: Instant): Body =>
  canonicalJson(before) === canonicalJson(after) ? before : { ...after, updated_at: toIso(at) }
