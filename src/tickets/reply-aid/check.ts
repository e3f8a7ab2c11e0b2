import { type Findings, findParts } from './find-parts.ts'
import { PARTS, type Part, type Words } from './words.ts'

export type Draft = {
  readonly text: string
  readonly isPublic: boolean
  /** The ticket promises its next update already, beside the words of the draft. */
  readonly isUpdatePromised: boolean
}

export type CheckedPart = {
  readonly part: Part
  readonly wanted: boolean
  readonly present: boolean
  /** The words by which it was known; null: it is missing, or stands beside the draft. */
  readonly text: string | null
}

export type Check = { readonly parts: readonly CheckedPart[]; readonly hints: readonly string[] }

/** Says of a draft which parts of a good answer it has, and hints at what is missing. Notes are asked for nothing. */
export const checkReply = (draft: Draft, wanted: readonly Part[], words: Words): Check => {
  const findings = findParts(draft.text, words)
  const parts = PARTS.map((part): CheckedPart => {
    const text = findings.found.find((one) => one.part === part)?.text ?? null
    const isKept = part === 'next_update' && draft.isUpdatePromised
    return { part, wanted: draft.isPublic && wanted.includes(part), present: text !== null || isKept, text }
  })
  return { parts, hints: hintsOf(parts, findings, draft) }
}

const hintsOf = (parts: readonly CheckedPart[], findings: Findings, draft: Draft): string[] => [
  ...parts.flatMap(({ part, wanted, present }) => (wanted && !present ? HINTS[part] : [])),
  ...(draft.isPublic && findings.promiseLacksTime && !draft.isUpdatePromised ? [WHEN] : []),
]

const HINTS: { readonly [part in Part]: string } = {
  summary: 'Say in a sentence what happened, or what you understood.',
  questions: 'Ask for what you wait for: nothing is asked.',
  steps: 'Say what is to be done, step by step.',
  next_update: 'Say when they will hear of it next.',
}
const WHEN = 'An update is promised: say by when.'
