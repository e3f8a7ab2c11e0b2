import { canonicalJson, type Json, type JsonObject, type Refused } from '../kernel/index.ts'
import { type ConfigDocument, fieldOf, isObject, type Path, type Problem, pathOf } from './core/index.ts'

export const problemAt = (document: ConfigDocument, path: Path, message: string): Problem => ({
  file: document.file,
  line: document.lineOf(path),
  field: path.length === 0 ? null : fieldOf(path),
  message,
})

/** What the route of a kind says of a body, at its place in the file. */
export const refusedProblems = (document: ConfigDocument, { refusal }: Refused): readonly Problem[] =>
  refusal.details === undefined || refusal.details.length === 0
    ? [problemAt(document, [], refusal.message)]
    : refusal.details.map(({ field, description }) =>
        problemAt(document, wayTo(document.body, field), description),
      )

/** Routes name clauses from inside the conditions: `all[1]`. */
const wayTo = (body: JsonObject, field: string): Path => {
  const path = pathOf(field)
  const ways = [path, ['conditions', ...path], ['filter', ...path], ['output', ...path]]
  return ways.find(([first, second]) => firstIn(body, first, second)) ?? []
}

const firstIn = (
  body: JsonObject,
  first: string | number | undefined,
  second: string | number | undefined,
) => {
  const value: Json | undefined =
    typeof first === 'string' && Object.hasOwn(body, first) ? body[first] : undefined
  if (first !== 'conditions' && first !== 'filter' && first !== 'output') return value !== undefined
  return isObject(value) && (second === undefined || Object.hasOwn(value, String(second)))
}

/** Each once, in the order of files and lines. */
export const distinct = (problems: readonly Problem[]): Problem[] =>
  [...new Map(problems.map((one) => [canonicalJson(one), one])).values()].sort((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  )
