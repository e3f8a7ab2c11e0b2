import { err, invalidField, ok, type Refusal, type Result } from '../../kernel/index.ts'

/** One content line of RFC 5545 (section 3.1), unfolded. Names are upper case. */
export type IcalLine = {
  /** Where it begins in the file, from 1. */
  readonly line: number
  readonly name: string
  readonly parameters: ReadonlyMap<string, string>
  readonly value: string
}

export const ICAL_LIMITS = {
  characters: 2_000_000,
  lineCharacters: 20_000,
  events: 2000,
  recurrences: 200,
  holidays: 1000,
} as const

/** A refusal that names the line of the file. */
export const wrongLine = (line: number, says: string): { ok: false; error: Refusal } =>
  err(invalidField(`line ${line}`, says))

/** Unfolds and splits a file into its content lines. */
export const icalLines = (text: string): Result<IcalLine[], Refusal> => {
  if (text.length > ICAL_LIMITS.characters)
    return err(invalidField('base', `must not be longer than ${ICAL_LIMITS.characters} characters`))
  const lines: IcalLine[] = []
  for (const { line, content } of unfolded(text)) {
    if (content.length > ICAL_LIMITS.lineCharacters) return wrongLine(line, 'is too long')
    const read = contentLine(line, content)
    if (!read) return wrongLine(line, 'is no iCalendar line (NAME:value)')
    lines.push(read)
  }
  return ok(lines)
}

type Unfolded = { readonly line: number; readonly content: string }

const unfolded = (text: string): Unfolded[] => {
  const found: { line: number; parts: string[] }[] = []
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const last = found.at(-1)
    if (/^[ \t]/.test(raw) && last) last.parts.push(raw.slice(1))
    else if (raw !== '') found.push({ line: index + 1, parts: [raw] })
  }
  return found.map(({ line, parts }) => ({ line, content: parts.join('') }))
}

const contentLine = (line: number, content: string): IcalLine | undefined => {
  const pieces = splitOutsideQuotes(content)
  const [name = '', ...parameters] = pieces.head
  if (pieces.value === undefined || !/^[A-Za-z0-9-]+$/.test(name)) return undefined
  const read = parameters.map((parameter): [string, string] => {
    const equals = parameter.indexOf('=')
    return [parameter.slice(0, equals).toUpperCase(), parameter.slice(equals + 1).replace(/^"|"$/g, '')]
  })
  return { line, name: name.toUpperCase(), parameters: new Map(read), value: pieces.value }
}

/** Cuts at `;` up to the first `:`, leaving alone what stands in double quotes. */
const splitOutsideQuotes = (content: string): { head: string[]; value?: string } => {
  const head: string[] = []
  let [start, quoted] = [0, false]
  for (let at = 0; at < content.length; at += 1) {
    const character = content[at]
    if (character === '"') quoted = !quoted
    if (quoted || (character !== ';' && character !== ':')) continue
    head.push(content.slice(start, at))
    if (character === ':') return { head, value: content.slice(at + 1) }
    start = at + 1
  }
  return { head }
}
