/** Which rule did something is no difference of what was done. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['by', 'rule', 'key', 'rulesFired'])

/** Whether two plain values say the same, whichever rule they come from. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) return isSameList(a, b)
  return isSameObject(a as Values, b as Values)
}

type Values = { readonly [name: string]: unknown }

const isSameList = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, i) => isSame(one, b[i]))

const isSameObject = (a: Values, b: Values): boolean => {
  for (const name in a) if (!NOT_COMPARED.has(name) && !isSame(a[name], b[name])) return false
  for (const name in b) if (!(name in a) && b[name] !== undefined && !NOT_COMPARED.has(name)) return false
  return true
}
