/** A queue by moment; among equals the one put in first comes out first. */
export type MomentQueue<T> = {
  readonly put: (at: number, item: T) => void
  /** The moment of the earliest; infinity when empty. */
  readonly earliest: () => number
  /** The earliest, or undefined when empty. */
  readonly take: () => { readonly at: number; readonly item: T } | undefined
}

type Entry<T> = { readonly at: number; readonly order: number; readonly item: T }

export const momentQueue = <T>(): MomentQueue<T> => {
  const heap: Entry<T>[] = []
  let order = 0
  const before = (a: Entry<T>, b: Entry<T>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
  const swap = (i: number, j: number): void => {
    const held = heap[i] as Entry<T>
    heap[i] = heap[j] as Entry<T>
    heap[j] = held
  }
  const rise = (from: number): void => {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1
      if (!before(heap[i] as Entry<T>, heap[parent] as Entry<T>)) return
      swap(i, parent)
      i = parent
    }
  }
  const sink = (): void => {
    for (let i = 0; ; ) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      let first = i
      for (const child of [left, right]) {
        if (child < heap.length && before(heap[child] as Entry<T>, heap[first] as Entry<T>)) first = child
      }
      if (first === i) return
      swap(i, first)
      i = first
    }
  }
  return {
    put: (at, item) => {
      heap.push({ at, order: order++, item })
      rise(heap.length - 1)
    },
    earliest: () => heap[0]?.at ?? Number.POSITIVE_INFINITY,
    take: () => {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined) return undefined
      if (heap.length > 0) {
        heap[0] = last
        sink()
      }
      return first
    },
  }
}
