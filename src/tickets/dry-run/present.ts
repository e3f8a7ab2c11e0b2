import { type TSchema, Type } from 'typebox'
import { type Id, instantOf, type Json, toIso } from '../../kernel/index.ts'
import { DocumentDiff, presentDiff } from '../policy-history/present.ts'
import type { Finding } from './findings.ts'
import type { DifferingTicket, DryRun } from './store.ts'

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = Type.String()
const Whole = Type.Integer()
const Time = Type.String({ format: 'date-time' })

const Turn = Type.Object({ today: Type.Unknown(), proposed: Type.Unknown(), tickets: Whole })
const Sample = Type.Object({ ticket_id: Whole, url: Text })
const GroupShape = Type.Object({
  aspect: Text,
  name: Text,
  tickets: Whole,
  turns: Type.Array(Turn),
  samples: Type.Array(Sample),
})
const ReportShape = Type.Object({
  tickets: Whole,
  updates: Whole,
  differing: Whole,
  approximate: Whole,
  borrowed_facts: Type.Array(Type.Object({ fact: Text, tickets: Whole })),
  kept_as_recorded: Whole,
  refused_by_both: Whole,
  redacted_comments: Whole,
  groups: Type.Array(GroupShape),
})

const properties = {
  id: Whole,
  url: Text,
  state: Text,
  job_status_id: Text,
  author_id: Whole,
  policy_change_id: nullable(Whole),
  base_version: Whole,
  from: Time,
  to: Time,
  sample_size: nullable(Whole),
  error: nullable(Text),
  created_at: Time,
  ended_at: nullable(Time),
  report: nullable(ReportShape),
}
/** Ours: history replayed under a proposed policy. */
export const DryRunShape = Type.Object(properties)
export const ShownDryRun = Type.Object({ ...properties, diff: Type.Array(DocumentDiff) })

const FindingShape = Type.Object({
  aspect: Text,
  name: Text,
  today: Type.Unknown(),
  proposed: Type.Unknown(),
  audit_id: nullable(Whole),
  at: Time,
})
export const DifferingShape = Type.Object({
  ticket_id: Whole,
  url: Text,
  approximate: Type.Boolean(),
  borrowed_facts: Type.Array(Text),
  differences: Type.Array(FindingShape),
})

export const presentDryRun = (run: DryRun, seen: ReadonlySet<Id>, origin: string) => ({
  id: run.id,
  url: `${origin}/api/v2/policy_dry_runs/${run.id}.json`,
  state: run.state,
  job_status_id: run.jobId,
  author_id: run.authorId,
  policy_change_id: run.changeId,
  base_version: run.baseVersion,
  from: toIso(run.from),
  to: toIso(run.to),
  sample_size: run.sample,
  error: run.error,
  created_at: toIso(run.createdAt),
  ended_at: run.endedAt && toIso(run.endedAt),
  report: run.report && {
    tickets: run.report.tickets,
    updates: run.report.updates,
    differing: run.report.differing,
    approximate: run.report.approximate,
    borrowed_facts: run.report.borrowed,
    kept_as_recorded: run.report.keptAsRecorded,
    refused_by_both: run.report.refusedByBoth,
    redacted_comments: run.report.redacted,
    groups: run.report.groups.map(({ sampleTicketIds, ...group }) => ({
      ...group,
      samples: sampleTicketIds
        .filter((id) => seen.has(id))
        .map((id) => ({ ticket_id: id, url: ticketUrl(origin, id) })),
    })),
  },
})

export const presentWithDiff = (run: DryRun, seen: ReadonlySet<Id>, origin: string) => ({
  ...presentDryRun(run, seen, origin),
  diff: run.proposal.map(presentDiff),
})

export const presentDiffering = ({ ticketId, findings, borrowed }: DifferingTicket, origin: string) => ({
  ticket_id: ticketId,
  url: ticketUrl(origin, ticketId),
  approximate: borrowed.length > 0,
  borrowed_facts: borrowed,
  differences: findings.map(presentFinding),
})

const ticketUrl = (origin: string, id: Id): string => `${origin}/api/v2/tickets/${id}.json`

const presentFinding = ({ aspect, name, today, proposed, auditId, at }: Finding) => ({
  aspect,
  name,
  today: today as Json,
  proposed: proposed as Json,
  audit_id: auditId,
  at: toIso(instantOf(at)),
})
