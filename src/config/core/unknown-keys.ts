import type { Json } from '../../kernel/index.ts'
import { isObject, type Path } from './document.ts'

/** A JSON schema, as far as it says which keys there are. */
export type SchemaNode = {
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
}

/** The ways to keys that a schema does not know, each with those that stand there. Open objects take any. */
export const unknownKeys = (
  schema: SchemaNode,
  value: Json,
  path: Path = [],
): { readonly path: Path; readonly known: readonly string[] }[] => {
  const shapes = [schema, ...(schema.anyOf ?? [])]
  if (Array.isArray(value)) {
    const items = shapes.find((shape) => shape.items !== undefined)?.items
    return items === undefined
      ? []
      : value.flatMap((item: Json, index) => unknownKeys(items, item, [...path, index]))
  }
  const properties = shapes.find((shape) => shape.properties !== undefined)?.properties
  if (!isObject(value) || properties === undefined || Object.keys(properties).length === 0) return []
  return Object.entries(value).flatMap(([key, part]) =>
    Object.hasOwn(properties, key)
      ? unknownKeys(properties[key]!, part, [...path, key])
      : [{ path: [...path, key], known: Object.keys(properties) }],
  )
}

/** A schema without what a tree does not take (`variants.id`), and with what it takes besides. */
export const adapted = (
  schema: SchemaNode,
  without: readonly string[],
  extra: Readonly<Record<string, SchemaNode>> = {},
): SchemaNode => {
  const properties = { ...schema.properties, ...extra }
  for (const [name, property] of Object.entries(properties)) {
    const inside = without.flatMap((path) =>
      path.startsWith(`${name}.`) ? [path.slice(name.length + 1)] : [],
    )
    if (without.includes(name)) delete properties[name]
    else if (inside.length > 0) properties[name] = insideOf(property, inside)
  }
  return { properties }
}

const insideOf = (schema: SchemaNode, without: readonly string[]): SchemaNode => ({
  ...schema,
  ...(schema.anyOf && { anyOf: schema.anyOf.map((one) => insideOf(one, without)) }),
  ...(schema.items && { items: insideOf(schema.items, without) }),
  ...(schema.properties && adapted(schema, without)),
})
