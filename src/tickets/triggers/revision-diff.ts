import type { Json, JsonObject } from '../../kernel/index.ts'

/** One piece of a value: as before (`=`), gone (`-`), or new (`+`). */
export type Piece = { readonly change: '=' | '-' | '+'; readonly content: Json }

/** What a trigger said at one time, as far as revisions tell. */
export type Snapshot = {
  readonly title: string
  readonly description: string | null
  readonly active: boolean
  readonly conditions: { readonly all: readonly JsonObject[]; readonly any: readonly JsonObject[] }
  readonly actions: readonly JsonObject[]
}

export const snapshotOf = (body: JsonObject): Snapshot => {
  const conditions = (body.conditions ?? {}) as JsonObject
  return {
    title: String(body.title ?? ''),
    description: typeof body.description === 'string' ? body.description : null,
    active: body.active !== false,
    conditions: { all: listOf(conditions.all), any: listOf(conditions.any) },
    actions: listOf(body.actions),
  }
}

const listOf = (list: Json | undefined): readonly JsonObject[] =>
  Array.isArray(list) ? (list as JsonObject[]) : []

/** What a revision changed, piece by piece; `before` of the first is empty. */
export const diffOf = (before: Snapshot | undefined, after: Snapshot) => ({
  title: pieces(before?.title, after.title),
  description: pieces(before?.description, after.description),
  active: pieces(before?.active, after.active),
  conditions: {
    all: items(before?.conditions.all ?? [], after.conditions.all, ['field', 'operator', 'value']),
    any: items(before?.conditions.any ?? [], after.conditions.any, ['field', 'operator', 'value']),
  },
  actions: items(before?.actions ?? [], after.actions, ['field', 'value']),
})

const pieces = (before: Json | undefined, after: Json | undefined): Piece[] => {
  if (JSON.stringify(before) === JSON.stringify(after))
    return after === undefined ? [] : [{ change: '=', content: after }]
  return [
    ...(before === undefined ? [] : [{ change: '-' as const, content: before }]),
    ...(after === undefined ? [] : [{ change: '+' as const, content: after }]),
  ]
}

/** Item by item, by the longest run of items that stayed: what moved counts as gone and new. */
const items = (before: readonly JsonObject[], after: readonly JsonObject[], keys: readonly string[]) =>
  aligned(before, after).map(([one, other]) =>
    Object.fromEntries(keys.map((key) => [key, pieces(one?.[key], other?.[key])])),
  )

type Pair = readonly [JsonObject | undefined, JsonObject | undefined]

/** Rules of a size that nobody writes are told as all gone and all new: alignment costs the product of both lengths. */
const MAX_ALIGNED = 500

const aligned = (before: readonly JsonObject[], after: readonly JsonObject[]): readonly Pair[] => {
  if (before.length > MAX_ALIGNED || after.length > MAX_ALIGNED) return replaced(before, after)
  const [one, other] = [before.map((item) => JSON.stringify(item)), after.map((item) => JSON.stringify(item))]
  const lengths = commonLengths(one, other)
  const pairs: Pair[] = []
  let [i, j] = [0, 0]
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) pairs.push([before[i++], after[j++]])
    else if (j >= other.length || (i < one.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!))
      pairs.push([before[i++], undefined])
    else pairs.push([undefined, after[j++]])
  }
  return pairs
}

const replaced = (before: readonly JsonObject[], after: readonly JsonObject[]): readonly Pair[] => [
  ...before.map((item): Pair => [item, undefined]),
  ...after.map((item): Pair => [undefined, item]),
]

/** `lengths[i][j]`: how many items what follows i in the one and j in the other have in common, in order. */
const commonLengths = (one: readonly string[], other: readonly string[]): number[][] => {
  const lengths = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0))
  for (let i = one.length - 1; i >= 0; i -= 1)
    for (let j = other.length - 1; j >= 0; j -= 1)
      lengths[i]![j] =
        one[i] === other[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
  return lengths
}
