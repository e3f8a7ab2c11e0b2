import { canonicalJson, type Id, type Json, type JsonObject, toIsoMs } from '../kernel/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { Part, Verifier } from '../platform/module.ts'
import { createPolicyStore, lruOf } from '../platform/policy/index.ts'
import { refold } from './clocks/refold.ts'
import type { Refolded } from './clocks/refolded.ts'
import { verifyClocks } from './clocks/verify-clocks.ts'
import type { Ticket } from './core/ticket.ts'
import { CHAIN_START, chainedColumns, commentTexts, nextLink, saltedDigest, wrongTexts } from './pack.ts'
import { createPolicies, type Policies } from './policies.ts'
import { type TicketRow, ticketOfRow } from './rows.ts'
import { packedOf } from './store.ts'
import {
  auditsOf,
  type ChainedAudit,
  type CommentTexts,
  commentTextsOf,
  orphanAudits,
  ticketsAfter,
  timersOf,
} from './verify-store.ts'

const BATCH = 200
const KEPT_POLICIES = 200
const WHOLE: Part = { index: 0, of: 1 }

/** Holds every ticket against its audits: the chain, the texts' digests, and the row against the fold of its events. */
export const ticketVerifier: Verifier = {
  name: 'tickets',
  isDivisible: true,
  async *verify(db, part = WHOLE) {
    const policies = policiesOf(db)
    let next = readBatch(db, part, 0)
    for (;;) {
      const batch = await next
      if (batch.tickets.length === 0) break
      // The database reads on while this batch is worked through.
      next = readBatch(db, part, batch.tickets.at(-1)!.ticket_id)
      next.catch(() => undefined)
      yield* verifyBatch(policies, batch)
    }
    if (part.index > 0) return
    for (const { ticket_id: id } of await orphanAudits(db, BATCH))
      yield `ticket ${id}: has audits, but no row`
  },
}

/** Every version that an audit names, kept as long as tickets of its time are likely to come. */
const policiesOf = (db: Db): Policies => {
  const policies = createPolicies({ policy: createPolicyStore(db, []), settings: { baseUrl: '' } })
  return { ...policies, at: lruOf(KEPT_POLICIES, policies.at) }
}

type Batch = Awaited<ReturnType<typeof readBatch>>

const readBatch = async (db: Db, part: Part, after: Id) => {
  const tickets = await ticketsAfter(db, after, { limit: BATCH, part })
  const ids = tickets.map((row) => row.ticket_id)
  return {
    tickets,
    audits: Map.groupBy(await auditsOf(db, ids), (audit) => audit.ticket_id),
    comments: Map.groupBy(await commentTextsOf(db, ids), (comment) => comment.ticket_id),
    timers: await timersOf(db, ids),
  }
}

async function* verifyBatch(policies: Policies, { tickets, ...of }: Batch): AsyncIterable<string> {
  for (const row of tickets) {
    const id = row.ticket_id
    const audits = of.audits.get(id) ?? []
    const steps = await refold(audits, policies)
    yield* verifyTicket(row, audits, of.comments.get(id) ?? [])
    yield* verifyFold(row, steps)
    yield* verifyClocks(row, steps, of.timers.get(id) ?? null)
  }
}

/** What is wrong with what a ticket's audits say of themselves, one line each. */
const verifyTicket = (
  row: TicketRow,
  audits: readonly ChainedAudit[],
  comments: readonly CommentTexts[],
): string[] => {
  const left = blackened(audits)
  const undone = undoneIn(audits)
  return [
    ...verifyChain(row, audits),
    ...audits.flatMap((audit) => verifyTexts(audit, comments, left, undone)),
  ]
}

/** Gapless from 1, each link over the one before, the last one on the row. */
const verifyChain = (row: TicketRow, audits: readonly ChainedAudit[]): string[] => {
  const faults: string[] = []
  let link: Buffer = CHAIN_START
  for (const [index, audit] of audits.entries()) {
    const name = `ticket ${row.ticket_id} audit ${audit.seq}`
    if (audit.seq !== index + 1) faults.push(`${name}: stands where ${index + 1} is due`)
    link = nextLink(link, columnsOf(audit))
    if (!link.equals(audit.chain)) faults.push(`${name}: the chain is broken`)
    link = audit.chain
  }
  if (!link.equals(row.chain))
    faults.push(`ticket ${row.ticket_id}: the head of the chain is not its last audit`)
  return faults
}

const columnsOf = (audit: ChainedAudit): string =>
  chainedColumns({
    ticketId: audit.ticket_id,
    seq: audit.seq,
    id: audit.id,
    createdAtIso: toIsoMs(audit.created_at),
    authorId: audit.author_id,
    policyVersion: audit.policy_version,
    packed: packedOf(audit),
  })

/** What is left of comments whose words were blackened, by comment: the digest of the last time. */
const blackened = (audits: readonly ChainedAudit[]): ReadonlyMap<unknown, unknown> =>
  new Map(
    audits.flatMap(({ change }) => {
      const edit = change.commentEdit as JsonObject | undefined
      return edit?.digest === undefined ? [] : [[edit.commentId, edit.digest] as const]
    }),
  )

const verifyTexts = (
  audit: ChainedAudit,
  comments: readonly CommentTexts[],
  left: ReadonlyMap<unknown, unknown>,
  undone: ReadonlySet<unknown>,
): string[] => {
  const name = `ticket ${audit.ticket_id} audit ${audit.seq}`
  const wrong = wrongTexts(packedOf(audit)).map(
    (text) => `${name}: the text ${text} is not the one that was written`,
  )
  return [
    ...wrong,
    ...digestsOf(audit).flatMap(({ id, digest }) => {
      const comment = comments.find((one) => one.id === id)
      if (comment === undefined) return undone.has(id) ? [] : [`${name}: its comment is gone`]
      const isRight = isWritten(comment, left.get(id) ?? digest)
      return isRight ? [] : [`${name}: its comment is not the one that was written`]
    }),
  ]
}

/** The comments of an audit with the digests of their texts: its own one, or those that came along by a split. */
const digestsOf = ({ id, change, events }: ChainedAudit): { readonly id: Id; readonly digest: unknown }[] => {
  const ids = events.flatMap(({ type }, index) => (type === 'commented' ? [id + 1 + index] : []))
  const written = [
    change.comment,
    ...(((change.split as JsonObject | undefined)?.copies as Json[] | undefined) ?? []),
  ]
  const digests = written.flatMap((one) => (one as JsonObject | undefined)?.digest ?? [])
  return digests.map((digest, index) => ({ id: ids[index] ?? 0, digest }))
}

/** Comments that were taken back: they need not be there any more. */
const undoneIn = (audits: readonly ChainedAudit[]): ReadonlySet<unknown> =>
  new Set(
    audits.flatMap(({ events }) =>
      events.flatMap(({ type, what, commentId }) =>
        type === 'comment_undone' && what === 'written' ? [commentId] : [],
      ),
    ),
  )

/** An erased comment has lost its salt, and can be held against nothing. */
const isWritten = ({ salt, body, html, quoted_html, structure }: CommentTexts, digest: unknown): boolean =>
  salt === null ||
  saltedDigest(salt, commentTexts({ text: body, html, quotedHtml: quoted_html, structure })) === digest

const verifyFold = (row: TicketRow, steps: readonly Refolded<ChainedAudit>[]): string[] => {
  const folded = steps.at(-1)?.ticket
  if (folded === undefined) return [`ticket ${row.ticket_id}: has no audits`]
  return differences(row, ticketOfRow(row), folded, erasedNames(steps.map(({ audit }) => audit)))
}

const differences = (row: TicketRow, stored: Ticket, folded: Ticket, erased: ReadonlySet<string>): string[] =>
  Object.keys(stored)
    .filter(
      (name) => !erased.has(name) && !isSame(stored[name as keyof Ticket], folded[name as keyof Ticket]),
    )
    .map((name) => `ticket ${row.ticket_id}: ${name} is not what its audits say`)

/** Most values are plain ones: canonical JSON is for the few that are not. */
const isSame = (a: Ticket[keyof Ticket], b: Ticket[keyof Ticket]): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b))

/** What can no longer be folded, because its text was erased. */
const erasedNames = (audits: readonly ChainedAudit[]): ReadonlySet<string> => {
  const names = audits.flatMap(({ texts }) => Object.keys(texts).filter((name) => texts[name] === null))
  const isEvents = names.some((name) => name.startsWith('event/'))
  return new Set([
    ...(isEvents ? ['subject', 'externalId', 'fields', 'satisfaction', 'plan', 'parties'] : []),
    ...(names.includes('via') ? ['via'] : []),
  ])
}
