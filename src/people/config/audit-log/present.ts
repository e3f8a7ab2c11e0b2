import { Type } from 'typebox'
import { canonicalJson, type Json, type JsonObject, parseId, toIso } from '../../../kernel/index.ts'
import { nullable, Time } from '../../wire.ts'
import type { AuditLogRow } from './store.ts'

export const AuditLog = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    actor_id: Type.Integer(),
    actor_name: Type.String(),
    acted_by: nullable(Type.Integer({ description: 'The agent who did it in the name of the actor' })),
    source_id: nullable(Type.Integer()),
    source_type: Type.String(),
    source_label: nullable(Type.String()),
    action: Type.String(),
    action_label: Type.String(),
    change_description: Type.String(),
    ip_address: nullable(Type.String()),
    via: Type.String(),
    created_at: Time,
  },
  { title: 'AuditLog' },
)

/** Whom the wire names where nobody did it. */
const SYSTEM_ACTOR = -1

/** The audit log of zendesk-api.md 2.20, and by which way it came. */
export const presentAuditLog = (origin: string) => (row: AuditLogRow) => ({
  id: row.id,
  url: `${origin}/api/v2/audit_logs/${row.id}.json`,
  actor_id: row.actor_id ?? SYSTEM_ACTOR,
  actor_name: row.actor_id === null ? 'System' : (row.actor_name ?? ''),
  acted_by: row.acted_by,
  ...sourceOf(row),
  source_label: row.source_label,
  action: row.action,
  action_label: labelOf(row.action),
  change_description: describe(row.before, row.after),
  ip_address: row.ip,
  via: row.via,
  created_at: toIso(row.at),
})

const sourceOf = ({ source_type: type, source_id: id }: AuditLogRow) => {
  const [kind, number] = type === 'policy' ? (id ?? '').split('/') : [type, id ?? undefined]
  return { source_type: kind ?? type, source_id: parseId(number ?? '') ?? null }
}

const LABELS: Readonly<Record<string, string>> = {
  create: 'Created',
  update: 'Updated',
  destroy: 'Deleted',
  merge: 'Merged',
  login: 'Signed in',
  login_failed: 'Sign-in failed',
  logout: 'Signed out',
  password_reset: 'Password reset',
}

const labelOf = (action: string): string => {
  const words = action.replaceAll('_', ' ')
  return LABELS[action] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

const MAX_VALUE = 200
const MAX_DESCRIPTION = 4000

/** What differs, one line a property. */
const describe = (before: JsonObject | null, after: JsonObject | null): string => {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const lines = names
    .filter((name) => canonicalJson(before?.[name] ?? null) !== canonicalJson(after?.[name] ?? null))
    .map((name) => line(name, before?.[name], after?.[name]))
  return lines.join('\n').slice(0, MAX_DESCRIPTION)
}

const line = (name: string, from: Json | undefined, to: Json | undefined): string => {
  if (isNothing(from)) return `${name} set to ${told(to)}`
  return isNothing(to)
    ? `${name} removed, was ${told(from)}`
    : `${name} changed from ${told(from)} to ${told(to)}`
}

const isNothing = (value: Json | undefined): boolean => value === undefined || value === null

const told = (value: Json | undefined): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null)
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text
}
