/** ` Did you mean X?` where one of the names is near the wrong one, else nothing. */
export const didYouMean = (wrong: string, names: readonly string[]): string => {
  const [nearest] = names
    .map((name) => ({ name, steps: distance(wrong, name) }))
    .filter(({ name, steps }) => steps <= Math.max(2, Math.floor(name.length / 4)))
    .sort((a, b) => a.steps - b.steps)
  return nearest === undefined ? '' : ` Did you mean ${nearest.name}?`
}

/** Levenshtein: letters to insert, delete or replace. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, replaced))
    }
    row = next
  }
  return row[b.length]!
}
