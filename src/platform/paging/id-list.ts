import { type Id, parseId, Refused } from '../../kernel/index.ts'

const MAX_IDS = 100

/**
 * The ids of `?ids=1,2,3`, each once, in order. What cannot be an id of ours is skipped like an unknown one; more than
 * `max` is a 400 `TooManyValues`.
 */
export const idList = (text: string | undefined, max: number = MAX_IDS): Id[] => {
  const ids = valueList(text, max).flatMap((part) => parseId(part) ?? [])
  return [...new Set(ids)]
}

/** The values of `?external_ids=a,b`: trimmed, none empty, `max` at most. */
export const valueList = (text: string | undefined, max: number = MAX_IDS): string[] => {
  const values = (text ?? '').split(',').flatMap((part) => part.trim() || [])
  if (values.length <= max) return values
  throw new Refused({
    code: 'too_many',
    // The two blanks are the wire's.
    message: `Parameter  cannot specify more than ${max} values`,
    maxCount: max,
  })
}
