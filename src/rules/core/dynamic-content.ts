/** The text of a piece of dynamic content in the language that is meant; undefined: there is no such piece. */
export type FindContent = (key: string) => string | undefined

const REFERENCE = /\{\{-?\s*dc\.([a-z0-9_]{1,255})\s*-?\}\}/gi

/** Most references that one text may hold: more are left as they are, and so are written as nothing. */
const MAX_REFERENCES = 100

/**
 * Puts the words of `{{dc.key}}` into a template before it is filled, so that placeholders in them are filled with the
 * rest. Once: what they refer to in turn is not followed, and values, which are filled in later, are never looked at.
 */
export const withContent = (template: string, find: FindContent): string => {
  if (!/\{\{-?\s*dc\./i.test(template)) return template
  let count = 0
  return template.replace(REFERENCE, (reference, key: string) => {
    count += 1
    return count > MAX_REFERENCES ? reference : (find(key.toLowerCase())?.replace(REFERENCE, '') ?? '')
  })
}
