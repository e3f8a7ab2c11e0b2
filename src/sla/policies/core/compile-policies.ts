import { err, type Id, type JsonObject, ok, type Result } from '../../../kernel/index.ts'
import { type Catalogue, compileConditions, parseConditions } from '../../../rules/core/index.ts'
import { type Policy, SETTINGS, type Setting, type Target } from '../../core/policy.ts'
import {
  GROUP_SLA_POLICY_KIND,
  type GroupSlaPolicyBody,
  readGroupSlaPolicyBody,
  readSlaPolicyBody,
  type SettingsBody,
  SLA_POLICY_KIND,
  type SlaPolicyBody,
  type TargetBody,
} from './policy-body.ts'

/** What compiling reads of a policy snapshot. */
export type PolicyDocuments = {
  documents(kind: string): readonly Document[]
}

/** A document that cannot be understood (its filter names a field that was removed, say): it matches no ticket. */
export type PolicyProblem = { readonly kind: string; readonly id: Id; readonly messages: readonly string[] }

export type Compiling = {
  /** The custom ticket fields that filters ask about. */
  readonly catalogue: Catalogue
  /** Is given what could not be understood. */
  readonly problems?: PolicyProblem[]
}

/**
 * The SLA policies of one version of the desk's policy, ready for `selectPolicy`: in the order in which they are tried,
 * by position, then age. `Policy.schedule` is the id of a schedule, as text.
 */
export const slaPoliciesOf = (source: PolicyDocuments, compiling: Compiling): Policy[] =>
  compiled({ source, kind: SLA_POLICY_KIND }, compiling, (document) => {
    const body = readSlaPolicyBody(document.body)
    return body && { key: String(document.id), body, settings: settingsOf(body.metrics_settings) }
  })

/** The group SLA policies likewise. Their id is the ULID by which the wire knows them. */
export const groupSlaPoliciesOf = (source: PolicyDocuments, compiling: Compiling): Policy[] =>
  compiled({ source, kind: GROUP_SLA_POLICY_KIND }, compiling, (document) => {
    const body = readGroupSlaPolicyBody(document.body)
    return body && { key: body.ulid, body, settings: NO_SETTINGS }
  })

type Document = { readonly id: Id; readonly body: JsonObject }

type Known = {
  readonly key: string
  readonly body: SlaPolicyBody | GroupSlaPolicyBody
  readonly settings: ReadonlySet<Setting>
}

const NO_SETTINGS: ReadonlySet<Setting> = new Set()

const compiled = (
  { source, kind }: { readonly source: PolicyDocuments; readonly kind: string },
  { catalogue, problems }: Compiling,
  read: (document: Document) => Known | undefined,
): Policy[] => {
  const standing = source.documents(kind).flatMap((document) => {
    const policy = compileOne(read(document), catalogue)
    if (policy.ok) return [{ policy: policy.value, position: Number(document.body.position) }]
    problems?.push({ kind, id: document.id, messages: policy.error })
    return []
  })
  // Documents come by id, and sorting is stable.
  return standing.sort((a, b) => a.position - b.position).map(({ policy }) => policy)
}

const compileOne = (known: Known | undefined, catalogue: Catalogue): Result<Policy, readonly string[]> => {
  if (!known) return err(['base: is no SLA policy'])
  const { key, body, settings } = known
  const filter = parseConditions(body.filter, { place: 'sla', catalogue, mayBeEmpty: true })
  if (!filter.ok) return filter
  return ok({
    id: key,
    title: body.title,
    targets: body.policy_metrics.map(targetOf),
    settings,
    schedule: body.schedule_id === null ? null : String(body.schedule_id),
    matches: compileConditions(filter.value),
    conditions: filter.value,
  })
}

const targetOf = (body: TargetBody): Target => ({
  priority: body.priority,
  metric: body.metric,
  targetSeconds: body.target_in_seconds,
  businessHours: body.business_hours,
  commitment: body.commitment,
})

const settingsOf = (body: SettingsBody): ReadonlySet<Setting> =>
  new Set(
    Object.entries(SETTINGS).flatMap(([metric, names]) => {
      const flags: Readonly<Record<string, boolean>> = body[metric as keyof SettingsBody]
      return names.filter((name) => flags[name]).map((name) => `${metric}.${name}` as Setting)
    }),
  )
