import { type Id, isId, type Json, type JsonObject } from '../../kernel/index.ts'
import { LOG_TYPES, type LogType } from './comment-structure.ts'
import { isBlankValue } from './custom-fields.ts'
import type { Policy } from './policy.ts'
import { type Formed, valuesOf } from './required-fields.ts'

export const FILE_KINDS = ['any', 'image', 'log', 'archive'] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** Something that whoever works on a ticket has to know. `title` says it in the desk's own words. */
export type Need = { readonly title: string | null } & (
  | { readonly kind: 'field'; readonly fieldId: Id }
  | { readonly kind: 'attachment'; readonly file: FileKind }
  | { readonly kind: 'log'; readonly type: LogType }
)

/** What a form asks for, where one of its fields has a value; without a field: always. */
export type Diagnostic = {
  readonly fieldId: Id | null
  readonly value: string
  readonly needs: readonly Need[]
}

/** What is there besides fields: files by name and type, and which entries the troubleshooting log has. */
export type Evidence = {
  readonly files: readonly { readonly name: string; readonly contentType: string }[]
  readonly logTypes: ReadonlySet<LogType>
}

/** A need that holds for a ticket: what for, and whether it is met. */
export type AskedFor = { readonly need: Need; readonly because: Diagnostic; readonly isMet: boolean }

/** Reads diagnostics from a form's document. What cannot be understood asks for nothing. */
export const readDiagnostics = (raw: Json | undefined): readonly Diagnostic[] =>
  list(raw)
    .map(object)
    .map(({ field_id: fieldId, value, needs }) => ({
      fieldId: isId(fieldId) ? fieldId : null,
      value: String(value ?? ''),
      needs: list(needs).flatMap((need) => readNeed(object(need))),
    }))

const readNeed = (raw: JsonObject): Need[] => {
  const title = typeof raw.title === 'string' && raw.title !== '' ? raw.title : null
  if (raw.kind === 'field' && isId(raw.field_id)) return [{ kind: 'field', fieldId: raw.field_id, title }]
  const file = FILE_KINDS.find((kind) => kind === raw.file)
  if (raw.kind === 'attachment' && file) return [{ kind: 'attachment', file, title }]
  const type = LOG_TYPES.find((known) => known === raw.log_type)
  return raw.kind === 'log' && type ? [{ kind: 'log', type, title }] : []
}

/** What the form of a ticket asks for in its case, each need once, in the order of the form; nothing without a form. */
export const askedFor = (formed: Formed, evidence: Evidence): readonly AskedFor[] => {
  const { draft, policy } = formed
  const form = draft.formId === null ? undefined : policy.forms.get(draft.formId)
  const seen = new Set<string>()
  return (form?.diagnostics ?? [])
    .filter(({ fieldId, value }) => fieldId === null || valuesOf(draft, policy, fieldId).includes(value))
    .flatMap((because) => because.needs.map((need) => ({ need, because })))
    .filter(({ need }) => isAskable(policy, need) && !seen.has(keyOf(need)) && seen.add(keyOf(need)))
    .map((one) => ({ ...one, isMet: isMet(one.need, formed, evidence) }))
}

const keyOf = (need: Need): string =>
  JSON.stringify(need.kind === 'field' ? [need.kind, need.fieldId] : { ...need })

/** A field that was removed or switched off since cannot be filled in. */
const isAskable = (policy: Policy, need: Need): boolean =>
  need.kind !== 'field' || policy.fields.get(String(need.fieldId))?.active === true

const isMet = (need: Need, { draft, policy }: Formed, { files, logTypes }: Evidence): boolean => {
  if (need.kind === 'attachment')
    return files.some((file) => need.file === 'any' || kindOfFile(file) === need.file)
  if (need.kind === 'log') return logTypes.has(need.type)
  const isCheckbox = policy.fields.get(String(need.fieldId))?.type === 'checkbox'
  return isCheckbox || !isBlankValue(draft.fields[need.fieldId])
}

const LOGS = /\.(?:log|out|err|txt|trace|dmp|json|csv|ya?ml)(?:\.\d{1,4})?$/i
const ARCHIVES = /\.(?:zip|tar|t?gz|bz2|xz|7z|zst|rar)$/i

/** By type where it says something, else by name. */
const kindOfFile = ({ name, contentType }: Evidence['files'][number]): FileKind => {
  if (contentType.startsWith('image/')) return 'image'
  if (ARCHIVES.test(name)) return 'archive'
  return contentType.startsWith('text/') || LOGS.test(name) ? 'log' : 'any'
}

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

const object = (value: Json): JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {}
