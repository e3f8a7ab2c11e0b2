import { Refused } from '../kernel/index.ts'
import { answerOf } from './core/case/answer.ts'
import { foldCase } from './core/case/fold.ts'
import { refuse } from './core/case/read.ts'
import { readCase } from './core/case/read-case.ts'

/** The longest line that is read; callers need not keep more of one. */
export const MAX_CLOCKS_LINE = 32_000_000

/** Deeper than any case, far less than what exhausts the stack. */
const MAX_DEPTH = 20

/**
 * Answers one line of `mainstay clocks`: a JSON case in, one line of JSON out. A case is `{schedules, default_schedule?,
 * policies, group_policies?, config?, requester_role?, history, until}`; the answer `{metrics, clocks, events}` as of
 * `until`. Whatever is wrong with a line answers `{"error": "FIELD: why"}`.
 */
export const answerClocksLine = (line: string): string => {
  try {
    return JSON.stringify(answerOf(foldCase(readCase(parseLine(line)))))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const [detail] = error.refusal.details ?? []
    return JSON.stringify({ error: `${detail?.field || 'line'}: ${detail?.description}` })
  }
}

const parseLine = (line: string): unknown => {
  if (line.length > MAX_CLOCKS_LINE) return refuse('line', `is longer than ${MAX_CLOCKS_LINE} characters`)
  if (isTooDeep(line)) return refuse('line', `nests deeper than ${MAX_DEPTH} levels`)
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('line', 'must be a JSON object')
    throw error
  }
}

const isTooDeep = (line: string): boolean => {
  let depth = 0
  let isText = false
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at]
    if (char === '"') isText = !isText
    else if (isText) at += char === '\\' ? 1 : 0
    else if (char === '[' || char === '{') depth += 1
    else if (char === ']' || char === '}') depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}
