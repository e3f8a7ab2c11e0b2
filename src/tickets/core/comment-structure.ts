import { type Id, type Instant, toIso } from '../../kernel/index.ts'
import { MARK } from './marked-redaction.ts'

/** What a comment holds in a structure besides its words; its text says the same to those who know no structures. */
export type CommentStructure = HandOver | LogEntry | VoiceCall

/** A ticket given into other hands, with all that they need. */
export type HandOver = {
  readonly kind: 'hand_over'
  readonly summary: string | null
  readonly state: string | null
  readonly nextStep: string | null
  /** By when the customer was promised to hear of it. */
  readonly promisedAt: Instant | null
  /** Whose it was: its assignee, else who handed it over. */
  readonly fromUserId: Id | null
  readonly toUserId: Id | null
  readonly toGroupId: Id | null
  /** The ticket stays with its assignee: the others only fix. */
  readonly keepsOwner: boolean
}

export const HAND_OVER_FIELDS = ['summary', 'state', 'next_step', 'promised_at'] as const
export type HandOverField = (typeof HAND_OVER_FIELDS)[number]

export const LOG_TYPES = ['hypothesis', 'attempt', 'environment', 'result'] as const
export type LogType = (typeof LOG_TYPES)[number]

export const LOG_STATES = ['open', 'confirmed', 'ruled_out'] as const
export type LogState = (typeof LOG_STATES)[number]

/** One version of an entry of the troubleshooting log; the newest is the one that counts. */
export type LogEntry = {
  readonly kind: 'troubleshooting'
  /** The comment of its first version; null: this is that. */
  readonly entryId: Id | null
  /** Counts from 1. */
  readonly version: number
  readonly type: LogType
  readonly state: LogState
  readonly title: string
  readonly details: string | null
  /** What came of it. */
  readonly outcome: string | null
  /** Entries stand in this order; ids where it is the same. */
  readonly position: number
  readonly removed: boolean
}

/** A telephone call, as the wire tells of it (`data` of a VoiceComment). */
export type VoiceCall = {
  readonly kind: 'voice'
  readonly from: string | null
  readonly to: string | null
  /** `http` or `https`. */
  readonly recordingUrl: string | null
  readonly startedAt: Instant | null
  readonly callDurationSeconds: number | null
  readonly answeredById: Id | null
  readonly location: string | null
  readonly transcription: string | null
}

/** Parts of a text that go under each other; blank ones are left out. */
const lines = (title: string, parts: readonly (readonly [string, string | number | null])[]): string =>
  [
    title,
    ...parts.flatMap(([name, value]) => (value === null || value === '' ? [] : [`${name}: ${value}`])),
  ].join('\n')

const timeOf = (at: Instant | null): string | null => (at === null ? null : toIso(at))

/** Names of people and groups, as far as they are known: for texts. */
export type NameOf = (what: 'user' | 'group', id: Id) => string

const named = (nameOf: NameOf, what: 'user' | 'group', id: Id | null): string | null =>
  id === null ? null : nameOf(what, id)

/** The text of a structured comment. */
export const textOfStructure = (structure: CommentStructure, nameOf: NameOf): string => {
  if (structure.kind === 'hand_over') return textOfHandOver(structure, nameOf)
  if (structure.kind === 'troubleshooting') return textOfEntry(structure)
  return textOfCall(structure)
}

const textOfHandOver = (note: HandOver, nameOf: NameOf): string => {
  const to = [named(nameOf, 'group', note.toGroupId), named(nameOf, 'user', note.toUserId)]
  return lines(note.keepsOwner ? 'Handed over to be fixed; the ticket stays with its owner' : 'Handed over', [
    ['From', named(nameOf, 'user', note.fromUserId)],
    ['To', to.filter((name) => name !== null).join(', ')],
    ['Summary', note.summary],
    ['State', note.state],
    ['Next step', note.nextStep],
    ['Promised by', timeOf(note.promisedAt)],
  ])
}

const WORDS = { open: 'open', confirmed: 'confirmed', ruled_out: 'ruled out' } as const

const textOfEntry = (entry: LogEntry): string => {
  const name = entry.type.charAt(0).toUpperCase() + entry.type.slice(1)
  if (entry.removed) return `Troubleshooting: taken out of the log\n${name}: ${entry.title}`
  const title = `Troubleshooting (${WORDS[entry.state]}${entry.version > 1 ? `, version ${entry.version}` : ''})`
  return lines(title, [
    [name, entry.title],
    ['Details', entry.details],
    ['Result', entry.outcome],
  ])
}

const textOfCall = (call: VoiceCall): string =>
  lines('Call', [
    ['From', call.from],
    ['To', call.to],
    ['Time', timeOf(call.startedAt)],
    ['Length', call.callDurationSeconds === null ? null : `${call.callDurationSeconds} seconds`],
    ['Location', call.location],
    ['Recording', call.recordingUrl],
    ['Transcription', call.transcription],
  ])

type Written = { readonly text: string }

/** A structure after words of the comment were blackened: what stands in its text no more goes from it as well. */
export const redactedStructure = (
  structure: CommentStructure | null,
  before: Written,
  after: Written,
): CommentStructure | null =>
  structure &&
  (Object.fromEntries(
    Object.entries(structure).map(([key, value]) => [
      key,
      typeof value === 'string' && !CHOSEN[structure.kind].has(key) ? blackened(value, before, after) : value,
    ]),
  ) as CommentStructure)

/** What is chosen from a list, and nobody writes. */
const CHOSEN: { readonly [kind in CommentStructure['kind']]: ReadonlySet<string> } = {
  hand_over: new Set(['kind']),
  troubleshooting: new Set(['kind', 'type', 'state']),
  voice: new Set(['kind']),
}

/** Blackening keeps every place; where it did not, all of the value goes. */
const blackened = (value: string, before: Written, after: Written): string => {
  if (after.text.includes(value)) return value
  const [from, to] = [[...before.text], [...after.text]]
  const start = [...before.text.slice(0, Math.max(0, before.text.indexOf(value)))].length
  const isAligned = from.length === to.length && before.text.includes(value)
  return isAligned ? to.slice(start, start + [...value].length).join('') : MARK.repeat([...value].length)
}
