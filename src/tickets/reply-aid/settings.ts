import type { Json, JsonObject } from '../../kernel/index.ts'
import { KINDS, type Kind, kindOf } from '../core/kind.ts'
import { STATUSES, type Status, type Ticket } from '../core/ticket.ts'
import { ENGLISH, PARTS, type Part, WORD_LISTS, type Words } from './words.ts'

/** Which parts an answer is to have on tickets of some kinds, in some statuses; empty lists: all. */
export type Wanted = {
  readonly kinds: readonly Kind[]
  readonly statuses: readonly Status[]
  readonly parts: readonly Part[]
}

/** `words` come beside the English ones, for desks that answer in other languages. */
export type ReplyAid = { readonly words: Partial<Words>; readonly wanted: readonly Wanted[] }

/** The key of the account settings in which it stands. */
export const REPLY_AID = 'reply_aid'

/** Who solves says what it was; who waits has asked; who goes on says what happens and when they are heard of. */
const STANDARD: readonly Wanted[] = [
  { kinds: [], statuses: ['solved', 'closed'], parts: ['summary'] },
  { kinds: [], statuses: ['pending'], parts: ['summary', 'questions'] },
  { kinds: [], statuses: [], parts: ['summary', 'steps', 'next_update'] },
]

/** Reads what a desk has said of it; what it has not is standard. */
export const readReplyAid = (settings: JsonObject | undefined): ReplyAid => {
  const { words, wanted } = object(settings?.[REPLY_AID])
  const lists = object(words)
  return {
    words: Object.fromEntries(
      WORD_LISTS.map((name) => [name, list(lists[name]).filter((word) => typeof word === 'string')]),
    ),
    wanted: Array.isArray(wanted) ? wanted.map((one) => readWanted(object(one))) : STANDARD,
  }
}

const readWanted = ({ kinds, statuses, parts }: JsonObject): Wanted => ({
  kinds: KINDS.filter((kind) => list(kinds).includes(kind)),
  statuses: STATUSES.filter((status) => list(statuses).includes(status)),
  parts: PARTS.filter((part) => list(parts).includes(part)),
})

export const wordsOf = ({ words }: ReplyAid): Words => ({
  ...ENGLISH,
  ...Object.fromEntries(WORD_LISTS.map((name) => [name, [...ENGLISH[name], ...(words[name] ?? [])]])),
})

/** The parts of the first entry that is for such tickets; none: nothing is asked for. */
export const wantedFor = (
  { wanted }: ReplyAid,
  ticket: Pick<Ticket, 'kind' | 'type'>,
  status: Status,
): readonly Part[] => {
  const kind = kindOf(ticket)
  const fits = ({ kinds, statuses }: Wanted): boolean =>
    (kinds.length === 0 || (kind !== null && kinds.includes(kind))) &&
    (statuses.length === 0 || statuses.includes(status))
  return wanted.find(fits)?.parts ?? []
}

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

const object = (value: Json | undefined): JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {}
