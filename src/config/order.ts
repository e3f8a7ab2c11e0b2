import { type Id, type Instant, type JsonObject, toIso } from '../kernel/index.ts'
import type { PolicyDocument } from '../platform/policy/index.ts'
import type { Desk } from './desk.ts'

/**
 * Puts documents of a kind into an order: they take the places that they have among the others, who keep theirs.
 * Triggers have an order within each category.
 */
export const putInOrder = async (
  desk: Desk,
  kind: string,
  ids: readonly Id[],
  at: Instant,
): Promise<void> => {
  const policy = await desk.policy()
  const documents = ids.flatMap((id) => policy.document(kind, id) ?? [])
  const edits = [...Map.groupBy(documents, ({ body }) => String(body.category_id ?? '')).values()].flatMap(
    (group) => inOrder(group, at),
  )
  if (edits.length > 0) await desk.draft.store.edit(desk.tx, { authorId: null, reason: 'order', at }, edits)
}

const inOrder = (documents: readonly PolicyDocument[], at: Instant): PolicyDocument[] => {
  const places = documents.map(placeOf).sort((a, b) => a - b)
  for (let index = 1; index < places.length; index += 1)
    places[index] = Math.max(places[index]!, places[index - 1]! + 1)
  return documents.flatMap((document, index) => {
    if (placeOf(document) === places[index]) return []
    const body: JsonObject = { ...document.body, position: places[index]!, updated_at: toIso(at) }
    return [{ kind: document.kind, id: document.id, body }]
  })
}

const placeOf = ({ body }: PolicyDocument): number => (typeof body.position === 'number' ? body.position : 0)
