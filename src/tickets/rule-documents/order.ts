import type { Id, JsonObject } from '../../kernel/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'

export const positionOf = ({ body }: Pick<PolicyDocument, 'body'>): number =>
  typeof body.position === 'number' ? body.position : 0

/**
 * Gives those that were put somewhere the place that they ask for: whoever has it already, and those close behind, move
 * down by one. Answers all documents, in no order; where nothing was moved, as they came.
 */
export const settled = (
  documents: readonly PolicyDocument[],
  moved: ReadonlySet<Id>,
  orderOf: (body: JsonObject) => unknown = () => null,
): readonly PolicyDocument[] => {
  if (moved.size === 0) return documents
  const orders = Map.groupBy(documents, ({ body }) => String(orderOf(body) ?? ''))
  return [...orders.values()].flatMap((order) =>
    order.some(({ id }) => moved.has(id)) ? spread(order, moved) : order,
  )
}

const spread = (order: readonly PolicyDocument[], moved: ReadonlySet<Id>): PolicyDocument[] => {
  const rank = ({ id }: PolicyDocument): number => (moved.has(id) ? 0 : 1)
  const inOrder = [...order].sort((a, b) => positionOf(a) - positionOf(b) || rank(a) - rank(b) || a.id - b.id)
  let last = Number.NEGATIVE_INFINITY
  return inOrder.map((document) => {
    last = Math.max(positionOf(document), last + 1)
    return last === positionOf(document)
      ? document
      : { ...document, body: { ...document.body, position: last } }
  })
}
