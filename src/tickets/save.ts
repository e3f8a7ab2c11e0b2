import {
  assert,
  type Id,
  type Instant,
  type Json,
  type JsonObject,
  plusMs,
  SECOND_MS,
  toIsoMs,
} from '../kernel/index.ts'
import type { Db, Statement } from '../platform/db/index.ts'
import type { DecidedComment, Decision } from './core/decision.ts'
import { isDue, type TicketEvent } from './core/event.ts'
import type { Ticket, Via } from './core/ticket.ts'
import {
  type AuditContent,
  type AuditedChange,
  type AuditedEdit,
  type AuditedSplit,
  CHAIN_START,
  chainedColumns,
  commentTexts,
  nextLink,
  packAudit,
  SALT_BYTES,
  saltedDigest,
} from './pack.ts'
import { packMetricEvents, rowOfTicket } from './rows.ts'
import { saveStatement } from './save-statement.ts'
import type { UndoOutcome } from './undo/settle.ts'

/** What the wire calls the system, as author. */
export const SYSTEM_AUTHOR = -1

/** Effects that take away what a redaction leaves: files, by tickets; a raw mail, by channels. */
export const ERASE_FILES = 'erase_files'
export const ERASE_MAIL = 'erase_mail'
/** What rules said of the skills that the ticket asks for. */
export const SET_SKILLS = 'set_skills'
/** The effect of solving a problem. */
export const SOLVE_INCIDENTS = 'solve_incidents'

/** Beyond the Decision itself: where it goes on from, and what must hold with it. */
export type SaveInput = {
  readonly decision: Decision
  /** First of `events + 1` ids. */
  readonly baseId: Id
  /** Head of the ticket's chain; null for a new ticket. */
  readonly chain: Buffer | null
  /** Uploads whose files the comment takes; all of them must still be there. */
  readonly uploadIds: readonly Id[]
  readonly located: { readonly rowId: Id; readonly status: number; readonly path: string } | null
  readonly randomBytes: (size: number) => Buffer
}

export type EventWithId = TicketEvent & { readonly id: Id }
export type CommittedComment = DecidedComment & { readonly id: Id }

/** A Change that has been written. */
export type Committed = {
  readonly ticket: Ticket
  /** Null: the ticket was so already, and nothing was written. */
  readonly auditId: Id | null
  readonly seq: number
  readonly at: Instant
  readonly authorId: Id
  readonly via: Via
  readonly metadata: Decision['change']['metadata']
  readonly comment: CommittedComment | null
  readonly events: readonly EventWithId[]
  readonly context: Decision['context']
  readonly policyVersion: number
  readonly rulesFired: Decision['rulesFired']
  /** Of an undo: what became of that which the Change that was taken back had set going. */
  readonly undo?: UndoOutcome
}

type Saved = Committed & { readonly auditId: Id }

export type Prepared = {
  readonly statement: Statement
  readonly params: readonly unknown[]
  readonly committed: Committed
}

/** What a Decision leaves, table by table: rows in the names of their columns, the audit as its two texts. */
export type SavedRows = {
  readonly committed: Saved
  readonly lastEventId: Id
  readonly ticket: JsonObject
  /** JSON of the audit's chained columns, and of its texts. */
  readonly columns: string
  readonly texts: string
  /** The head of the ticket's chain with this audit. */
  readonly chain: Buffer
  /** In the short form; null where there are none. */
  readonly metricEvents: string | null
  readonly silent: boolean
  readonly comment: JsonObject | null
  readonly attachments: readonly JsonObject[]
  readonly timers: readonly JsonObject[]
  readonly effects: readonly JsonObject[]
}

/** As `prepareSave`, for those that write many at once; such Changes take no uploads. */
export const rowsOf = (given: Omit<SaveInput, 'uploadIds' | 'located'>): SavedRows => {
  const input = { ...given, uploadIds: [], located: null }
  const committed = withIds(input.decision, input.baseId)
  const salt = hasTexts(input.decision) ? input.randomBytes(SALT_BYTES) : null
  const audit = auditParams(input, committed, salt)
  const lastEventId = input.baseId + input.decision.events.length
  const { comment } = committed
  return {
    ...audit,
    committed,
    lastEventId,
    ticket: rowOfTicket(committed.ticket, { lastEventId, chain: audit.chain, clocks: input.decision.clocks }),
    ...timeOf(input.decision),
    comment: comment && commentRow(committed, comment, salt),
    attachments: comment === null ? [] : attachmentRows(committed, comment),
    timers: input.decision.timers.map(timerRow),
    effects: effectRows(input.decision, committed),
  }
}

/** The statement and its parameters for a Decision, and what will be true once it has won. Pure but for salts. */
export const prepareSave = (input: SaveInput): Prepared => {
  const committed = withIds(input.decision, input.baseId)
  const salt = hasTexts(input.decision) ? input.randomBytes(SALT_BYTES) : null
  const audit = auditParams(input, committed, salt)
  const parts = optionalParams(input, committed, salt)
  const statement = saveStatement({ create: input.decision.change.kind === 'create', ...parts.flags })
  const lastEventId = input.baseId + input.decision.events.length
  const { chain } = audit
  const row = rowOfTicket(committed.ticket, { lastEventId, chain, clocks: input.decision.clocks })
  const { metricEvents, silent } = timeOf(input.decision)
  const params = [
    JSON.stringify(row),
    audit.columns,
    audit.texts,
    chain,
    metricEvents,
    silent,
    ...parts.params,
  ]
  return { statement, params, committed }
}

/** What a Change that asks for what is so already leaves behind: nothing. */
export const unchanged = (decision: Decision): Committed => ({
  ...withIds(decision, 0),
  auditId: null,
  seq: decision.ticket.version,
})

export type SaveOutcome = 'won' | 'lost' | 'uploads_gone'

/** Runs a prepared save. Unless it says `won`, nothing was written. */
export const runSave = async (db: Db, { statement, params }: Prepared): Promise<SaveOutcome> => {
  const [row] = await db.query<{ won: boolean; uploads_there: boolean }>(statement, params)
  assert(row !== undefined, 'a save answers with one row')
  if (row.won) return 'won'
  return row.uploads_there ? 'lost' : 'uploads_gone'
}

/** A Decision that tells nobody anything, and sets nothing else going. */
export const silenced = (decision: Decision): Decision => ({
  ...decision,
  effects: [],
  solvesIncidents: false,
})

/** What stands beside the chained columns of an audit. */
const timeOf = ({ metricEvents, events, at }: Decision): Pick<SavedRows, 'metricEvents' | 'silent'> => ({
  metricEvents: packMetricEvents(metricEvents, at),
  silent: events.every(isDue),
})

const hasTexts = ({ comment, commentEdit }: Decision): boolean =>
  comment !== null || commentEdit?.texts !== undefined

const withIds = (decision: Decision, baseId: Id): Saved => {
  const { ticket, change, comment } = decision
  const firstCommentId =
    decision.startsConversation && ticket.firstCommentId !== null
      ? baseId + ticket.firstCommentId
      : ticket.firstCommentId
  return {
    ticket: { ...ticket, firstCommentId },
    auditId: baseId,
    seq: ticket.version,
    at: decision.at,
    authorId: change.actor.kind === 'user' ? change.actor.id : SYSTEM_AUTHOR,
    via: change.via,
    metadata: change.metadata,
    comment: comment === null ? null : { ...comment, id: baseId + 1 + comment.eventIndex },
    events: decision.events.map((event, index) => ({ ...event, id: baseId + 1 + index })),
    context: decision.context,
    policyVersion: decision.policyVersion,
    rulesFired: decision.rulesFired,
  }
}

const auditParams = (input: SaveInput, committed: Saved, salt: Buffer | null) => {
  const { decision } = input
  const packed = packAudit(contentOf(decision, salt), input.randomBytes)
  const columns = chainedColumns({
    ticketId: committed.ticket.id,
    seq: committed.seq,
    id: committed.auditId,
    createdAtIso: toIsoMs(committed.at),
    authorId: committed.authorId,
    policyVersion: decision.policyVersion,
    packed,
  })
  const chain = nextLink(input.chain ?? CHAIN_START, columns)
  return { columns, texts: JSON.stringify(packed.texts), chain }
}

/** What the audit of a Decision says; `salt` is that of its comment's digest. */
export const contentOf = (decision: Decision, salt: Buffer | null): AuditContent => ({
  via: decision.change.via,
  change: auditedChange(decision, salt),
  events: decision.events,
  rulesFired: decision.rulesFired,
  context: decision.context,
  metadata: decision.change.metadata,
})

const auditedEdit = ({ change, commentEdit: edited }: Decision, salt: Buffer | null): AuditedEdit | null => {
  const asked = change.commentEdit
  if (asked === undefined) return null
  const { kind, commentId } = asked
  const { texts, files } = edited ?? {}
  return {
    kind,
    commentId,
    ...(texts === undefined || salt === null ? {} : { digest: saltedDigest(salt, commentTexts(texts)) }),
    ...(files === undefined ? {} : { files: files.map(({ id, sha256 }) => ({ id, sha256 })) }),
  }
}

const auditedSplit = (split: NonNullable<Decision['change']['split']>): AuditedSplit =>
  'into' in split
    ? split
    : {
        from: split.from,
        copies: split.copies.map((copy) => ({
          commentId: copy.commentId,
          authorId: copy.authorId,
          public: copy.public,
          attachments: copy.attachments.map(({ id, sha256 }) => ({ id, sha256 })),
          digest: saltedDigest(Buffer.from(copy.salt, 'hex'), commentTexts(copy)),
        })),
      }

const auditedChange = (decision: Decision, salt: Buffer | null): AuditedChange => {
  const { change, comment } = decision
  const { via: _via, metadata: _metadata, comment: asked, commentEdit: _edit, split, ...unsplit } = change
  const others = split === undefined ? unsplit : { ...unsplit, split: auditedSplit(split) }
  const edit = auditedEdit(decision, salt)
  const rest = edit === null ? others : { ...others, commentEdit: edit }
  if (asked === undefined || comment === null || salt === null) return rest
  const { public: isPublic, authorId, attachments, verdict, mailId, flags } = asked
  return {
    ...rest,
    comment: {
      ...(isPublic === undefined ? {} : { public: isPublic }),
      ...(authorId === undefined ? {} : { authorId }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(mailId === undefined ? {} : { mailId }),
      ...(flags === undefined ? {} : { flags }),
      attachments: attachments.map(({ id, sha256 }) => ({ id, sha256 })),
      digest: saltedDigest(salt, commentTexts(comment)),
    },
  }
}

const optionalParams = (input: SaveInput, committed: Saved, salt: Buffer | null) => {
  const { comment } = committed
  const { timers } = input.decision
  const attachments = comment?.attachments ?? []
  const flags = {
    comment: comment !== null,
    edit: input.decision.commentEdit !== undefined,
    attachments: attachments.length > 0,
    uploads: input.uploadIds.length > 0,
    timers: timers.some(({ dueAt }) => dueAt !== null),
    dropped: timers.some(({ dueAt }) => dueAt === null),
    effects: effectsOf(input.decision).length > 0,
    located: input.located !== null,
  }
  const params = [
    ...(flags.uploads ? [input.uploadIds] : []),
    ...(comment !== null ? [JSON.stringify([commentRow(committed, comment, salt)])] : []),
    ...(flags.edit ? [JSON.stringify(editRow(input.decision, salt))] : []),
    ...(flags.attachments ? [JSON.stringify(attachmentRows(committed, comment!))] : []),
    ...(timers.length > 0 ? [JSON.stringify(timers.map(timerRow))] : []),
    ...(flags.effects ? [JSON.stringify(effectRows(input.decision, committed))] : []),
    ...(input.located ? [input.located.rowId, input.located.status, input.located.path] : []),
  ]
  return { flags, params }
}

const commentRow = (committed: Saved, comment: CommittedComment, salt: Buffer | null): JsonObject => ({
  ticket_id: committed.ticket.id,
  id: comment.id,
  seq: committed.seq,
  author_id: comment.authorId,
  public: comment.public,
  body: comment.text,
  html: comment.html,
  quoted_html: comment.quotedHtml ?? null,
  via: committed.via,
  verdict: comment.verdict ?? null,
  flags: comment.flags ?? [],
  structure: (comment.structure ?? null) as Json,
  mail_id: comment.mailId ?? null,
  salt: `\\x${salt!.toString('hex')}`,
  created_at: toIsoMs(committed.at),
})

/** Absent keys stay as they are. */
const editRow = ({ commentEdit: edit, at }: Decision, salt: Buffer | null): JsonObject => ({
  id: edit?.commentId ?? 0,
  ...(edit?.isHidden && { public: false }),
  ...(edit?.isTrusted && { trusted_at: toIsoMs(at) }),
  ...(edit?.erased && { redacted_at: toIsoMs(at) }),
  ...(edit?.texts && {
    body: edit.texts.text,
    html: edit.texts.html,
    quoted_html: edit.texts.quotedHtml,
    structure: (edit.texts.structure ?? null) as Json,
    salt: `\\x${salt!.toString('hex')}`,
  }),
  files: (edit?.files ?? []).map(({ id, blob, size, sha256 }) => ({ id, blob, size, sha256 })),
})

const attachmentRows = (committed: Saved, comment: CommittedComment): JsonObject[] =>
  comment.attachments.map((file) => ({
    ticket_id: committed.ticket.id,
    id: file.id,
    comment_id: comment.id,
    blob: file.blob,
    file_name: file.fileName,
    content_type: file.contentType,
    size: file.size,
    sha256: file.sha256,
    inline: file.inline,
    content_id: file.contentId,
    width: file.width,
    height: file.height,
    created_at: toIsoMs(committed.at),
  }))

const timerRow = (edit: Decision['timers'][number]): JsonObject => ({
  kind: edit.kind,
  key: edit.key,
  due_at: edit.dueAt === null ? null : toIsoMs(edit.dueAt),
  payload: edit.payload,
})

/** The key is unique for ever, because the ticket's `seq` is. */
const effectRows = (decision: Decision, committed: Saved): JsonObject[] => {
  const { seq, auditId, comment } = committed
  const ticketId = committed.ticket.id
  const about = { ticketId, seq, auditId, commentId: comment?.id ?? null }
  const dueAt = plusMs(committed.at, (decision.change.undoSeconds ?? 0) * SECOND_MS)
  return effectsOf(decision).map(({ key, kind, payload }) => ({
    effect_key: `ticket/${ticketId}/${seq}/${key}`,
    kind,
    payload: { ...(payload as unknown as { [key: string]: Json }), ...about },
    created_at: toIsoMs(committed.at),
    due_at: toIsoMs(dueAt),
  }))
}

const effectsOf = (decision: Decision) => [
  ...decision.effects,
  ...(decision.calls ?? []),
  ...(decision.skills ? [{ key: SET_SKILLS, kind: SET_SKILLS, payload: { edits: decision.skills } }] : []),
  ...erasuresOf(decision),
  ...(decision.solvesIncidents ? [{ key: SOLVE_INCIDENTS, kind: SOLVE_INCIDENTS, payload: {} }] : []),
]

/** Rows name what was redacted no more; its bytes go once that is so for sure. */
const erasuresOf = ({ commentEdit }: Decision) => {
  const { blobs = [], mailId = null } = commentEdit?.erased ?? {}
  return [
    ...(blobs.length === 0 ? [] : [{ key: 'erase_files', kind: ERASE_FILES, payload: { blobs } }]),
    ...(mailId === null ? [] : [{ key: 'erase_mail', kind: ERASE_MAIL, payload: { mailId } }]),
  ]
}
