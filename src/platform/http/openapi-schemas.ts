type Node = { readonly [key: string]: unknown }

/** Schemas by the name that their `title` gives them. */
export type NamedSchemas = { readonly [name: string]: object }

/**
 * Takes the schemas that have a title out of a document and puts references in their place, so that clients made from it
 * have one type for a ticket, wherever one stands. Throws where two that differ share a title.
 */
export const nameSchemas = <Value>(
  value: Value,
): { readonly value: Value; readonly schemas: NamedSchemas } => {
  const schemas: Record<string, object> = {}
  const named = (node: Node): object => {
    const title = String(node.title)
    const { title: _, ...body } = eachOf(node, walk)
    const known = schemas[title]
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(body))
      throw new Error(`two schemas that differ are called ${title}`)
    schemas[title] = body
    return { $ref: `#/components/schemas/${title}` }
  }
  const walk = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(walk)
    if (typeof inner !== 'object' || inner === null) return inner
    return isNamed(inner as Node) ? named(inner as Node) : eachOf(inner as Node, walk)
  }
  const walked = walk(value) as Value
  return { value: walked, schemas: Object.fromEntries(Object.entries(schemas).sort()) }
}

/** A property that is called `title` has a schema there, not a text. */
const isNamed = ({ title, type, anyOf }: Node): boolean =>
  typeof title === 'string' && (type !== undefined || anyOf !== undefined)

const eachOf = (node: Node, walk: (inner: unknown) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, walk(inner)]))
