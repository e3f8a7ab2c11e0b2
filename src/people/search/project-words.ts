import type { Id } from '../../kernel/index.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Eraser, Verifier } from '../../platform/module.ts'
import { isBuilt, type Projection } from '../../platform/projection/index.ts'
import { type Part, vectorOf, type Weight } from '../../platform/words/index.ts'
import type { FieldValue } from '../core/index.ts'
import {
  deleteWords,
  differingFrom,
  idsAfter,
  KINDS,
  type Kind,
  PEOPLE_WORDS,
  type PersonTexts,
  saveWords,
  settled,
  textsOf,
  type WordsRow,
} from './words-store.ts'

const BATCH = 100

const partsOf = ({ names, addresses, notes, tags, fields }: PersonTexts): Part[] => [
  ...weighed('A', names),
  ...weighed('B', addresses),
  ...weighed('C', notes),
  ...weighed('D', [...tags, ...Object.values(fields).flatMap(fieldTexts)]),
]

const weighed = (weight: Weight, texts: readonly (string | null)[]): Part[] =>
  texts.flatMap((text) => (text === null ? [] : [{ weight, text }]))

const fieldTexts = (value: FieldValue): string[] => {
  if (value === null || typeof value === 'boolean') return []
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

const rowsOf = async (db: Db, kind: Kind, ids: readonly Id[]): Promise<WordsRow[]> =>
  (await textsOf(db, kind, ids)).map((texts) => ({ id: texts.id, words: vectorOf(partsOf(texts)) }))

const project = async (tx: Db, kind: Kind, ids: readonly Id[]): Promise<void> => {
  const rows = await rowsOf(tx, kind, ids)
  const there = new Set(rows.map(({ id }) => id))
  await saveWords(tx, kind, rows)
  await deleteWords(
    tx,
    kind,
    ids.filter((id) => !there.has(id)),
  )
}

export const peopleWords: Projection = {
  name: PEOPLE_WORDS,
  version: 1,
  subjects: KINDS,
  project: (tx, subject, ids) => project(tx, subject as Kind, ids),
  idsAfter: (db, subject, id, limit) => idsAfter(db, subject as Kind, id, limit),
}

/** Holds the index against the texts. What the projection has yet to look at may differ. */
export const peopleWordsVerifier: Verifier = {
  name: PEOPLE_WORDS,
  async *verify(db) {
    if (!(await isBuilt(db, PEOPLE_WORDS))) return
    for (const kind of KINDS) yield* wrongOf(db, kind)
  },
}

async function* wrongOf(db: Db, kind: Kind): AsyncIterable<string> {
  for (let after = 0; ; ) {
    const ids = await idsAfter(db, kind, after, BATCH)
    if (ids.length === 0) return
    const suspects = await differingFrom(db, kind, ids, await rowsOf(db, kind, ids))
    // Looked at twice: somebody may have written between the two reads.
    const wrong = await differingFrom(db, kind, suspects, await rowsOf(db, kind, suspects))
    for (const id of await settled(db, kind, wrong))
      yield `${kind} ${id}: its words in the search index are not those of its texts`
    after = ids.at(-1)!
  }
}

export const peopleWordsEraser: Eraser = {
  name: PEOPLE_WORDS,
  tables: ['people_words'],
  eraseUser: async (tx, userId) => void (await deleteWords(tx, 'user', [userId])),
}
