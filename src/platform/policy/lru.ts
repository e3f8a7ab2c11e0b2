/** Keeps the answers that were asked for last, at most `size`. A failed answer is not kept. */
export const lruOf = <K, V>(size: number, make: (key: K) => Promise<V>): ((key: K) => Promise<V>) => {
  const kept = new Map<K, Promise<V>>()
  return (key) => {
    const found = kept.get(key)
    const answer = found ?? make(key)
    kept.delete(key)
    kept.set(key, answer)
    if (found === undefined) {
      for (const oldest of kept.keys()) {
        if (kept.size <= size) break
        kept.delete(oldest)
      }
      answer.catch(() => {
        if (kept.get(key) === answer) kept.delete(key)
      })
    }
    return answer
  }
}
