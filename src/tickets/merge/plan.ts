import type { Id, JsonObject } from '../../kernel/index.ts'
import { type Change, type NewAttachment, type NewComment, noChange, type Ticket } from '../core/index.ts'

/** Who merges what, and with which words. */
export type MergeWish = {
  readonly userId: Id
  readonly channel: string
  readonly system: JsonObject
  readonly targetId: Id
  readonly sourceIds: readonly Id[]
  readonly targetComment: string | null
  readonly sourceComment: string | null
  readonly isTargetPublic: boolean
  readonly isSourcePublic: boolean
}

export type MergeFacts = {
  readonly target: Ticket
  readonly sources: readonly Ticket[]
  /** Those round the sources who are still there. */
  readonly active: ReadonlySet<Id>
  /** Copies of the files of the sources. */
  readonly attachments: readonly NewAttachment[]
  readonly textToHtml: (text: string) => string
}

/** Where any of the tickets has no public word, none is said in public about the merge. */
export const saysInPublic = (tickets: readonly Ticket[], isAsked: boolean): boolean =>
  isAsked && tickets.every(({ isPublic }) => isPublic)

/** The Changes of a merge: that of the target, then one for each source. */
export const planMerge = (
  wish: MergeWish,
  facts: MergeFacts,
): { target: Change; sources: readonly Change[] } => {
  const { target, sources, textToHtml } = facts
  const all = [target, ...sources]
  const said = (text: string | null, isAsked: boolean, attachments: readonly NewAttachment[] = []) =>
    text === null ? {} : { comment: comment(text, saysInPublic(all, isAsked), attachments, textToHtml) }
  const targetText = wish.targetComment ?? (facts.attachments.length > 0 ? merged(sources) : null)
  const ids = sources.map(({ id }) => id)
  return {
    target: {
      ...changeOf(wish, { ticket_ids: ids.map(String) }, {}),
      merge: { from: ids },
      emailCcs: { add: newCcs(facts) },
      ...said(targetText, wish.isTargetPublic, facts.attachments),
    },
    sources: sources.map(() => ({
      ...changeOf(wish, {}, { ticket_id: target.id }),
      merge: { into: target.id },
      ...said(wish.sourceComment, wish.isSourcePublic),
    })),
  }
}

type Ends = { readonly [key: string]: number | readonly string[] }

const changeOf = ({ userId, channel, system }: MergeWish, from: Ends, to: Ends): Change => ({
  ...noChange,
  kind: 'update',
  actor: { kind: 'user', id: userId },
  via: { channel, source: { from, to, rel: 'merge' } },
  metadata: { system, custom: {} },
})

const comment = (
  text: string,
  isPublic: boolean,
  attachments: readonly NewAttachment[],
  textToHtml: (text: string) => string,
): NewComment => ({ text, html: textToHtml(text), public: isPublic, attachments })

const merged = (sources: readonly Ticket[]): string =>
  sources.map(({ id, subject }) => `Ticket #${id} "${subject ?? ''}" was merged into this one.`).join('\n')

/** Whoever asked in a source, or was copied there, goes on reading here. */
const newCcs = ({ target, sources, active }: MergeFacts): readonly Id[] => {
  const round = sources.flatMap(({ requesterId, emailCcIds }) => [requesterId, ...emailCcIds])
  return [...new Set(round)].filter(
    (id) => id !== target.requesterId && !target.emailCcIds.includes(id) && active.has(id),
  )
}
