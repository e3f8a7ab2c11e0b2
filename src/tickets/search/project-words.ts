import type { Id } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Eraser, Verifier } from '../../platform/module.ts'
import { isBuilt, type Projection } from '../../platform/projection/index.ts'
import { type Part, vectorOf } from '../../platform/words/index.ts'
import {
  analyzeWords,
  deleteWords,
  differingFrom,
  forgetWordsOf,
  idsAfter,
  saveWords,
  settled,
  TICKET_WORDS,
  type TicketTexts,
  textsOf,
  type WordsRow,
} from './words-store.ts'

/** Tickets whose texts are held in memory at a time. */
const AT_A_TIME = 25

/**
 * The words of a ticket by where they stand. The weight is the audience, too: what is sought in `A` to `C` is never found
 * in a note.
 */
const partsOf = (texts: TicketTexts): Part[] => [
  { weight: 'A', text: texts.subject ?? '' },
  ...texts.tags.map((text): Part => ({ weight: 'B', text })),
  ...Object.values(texts.fields).flatMap((value) =>
    fieldTexts(value).map((text): Part => ({ weight: 'B', text })),
  ),
  { weight: 'B', text: texts.external_id ?? '' },
  ...texts.public.map((text): Part => ({ weight: 'C', text })),
  ...texts.notes.map((text): Part => ({ weight: 'D', text })),
]

const fieldTexts = (value: TicketTexts['fields'][string]): string[] => {
  if (value === null || typeof value === 'boolean') return []
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

const rowOf = (texts: TicketTexts): WordsRow => ({ ...texts, words: vectorOf(partsOf(texts)) })

const projectTickets = async (tx: Db, ids: readonly Id[]): Promise<void> => {
  for (let at = 0; at < ids.length; at += AT_A_TIME) {
    const some = ids.slice(at, at + AT_A_TIME)
    const rows = (await textsOf(tx, some)).map(rowOf)
    const there = new Set(rows.map((row) => row.ticket_id))
    await saveWords(tx, rows)
    await deleteWords(
      tx,
      some.filter((id) => !there.has(id)),
    )
  }
}

export const ticketWords: Projection = {
  name: TICKET_WORDS,
  version: 1,
  subjects: ['ticket'],
  project: (tx, _subject, ids) => projectTickets(tx, ids),
  idsAfter: (db, _subject, id, limit) => idsAfter(db, id, limit),
  built: async (db) => void (await analyzeWords(db)),
}

/** Holds the index against the texts. What the projection has yet to look at may differ. */
export const ticketWordsVerifier: Verifier = {
  name: 'ticket words',
  isDivisible: true,
  async *verify(db, part) {
    if (!(await isBuilt(db, TICKET_WORDS))) return
    for (let after = 0; ; ) {
      const ids = await idsAfter(db, after, AT_A_TIME, part)
      if (ids.length === 0) return
      for (const id of await wrongAmong(db, ids))
        yield `ticket ${id}: its words in the search index are not those of its texts`
      after = ids.at(-1)!
    }
  },
}

/** Looked at twice: somebody may have written between the two reads. */
const wrongAmong = async (db: Db, ids: readonly Id[]): Promise<readonly Id[]> => {
  const suspects = await differing(db, ids)
  return suspects.length === 0 ? [] : settled(db, await differing(db, suspects))
}

const differing = async (db: Db, ids: readonly Id[]): Promise<Id[]> =>
  differingFrom(db, ids, (await textsOf(db, ids)).map(rowOf))

export const ticketWordsEraser: Eraser = {
  name: 'ticket words',
  tables: ['ticket_words'],
  eraseUser: forgetWordsOf,
  eraseTicket: async (tx, ticketId) => void (await deleteWords(tx, [ticketId])),
}
