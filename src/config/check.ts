import { canonicalJson, type JsonObject } from '../kernel/index.ts'
import { didYouMean } from '../platform/settings/did-you-mean.ts'
import {
  adapted,
  type ConfigDocument,
  intervalsOf,
  KINDS,
  type Path,
  type SchemaNode,
  unknownKeys,
} from './core/index.ts'
import type { Desk } from './desk.ts'
import { nounOf } from './write.ts'

type Told = { readonly path: Path; readonly message: string }

const ANY: SchemaNode = {}
const of = (...names: readonly string[]): SchemaNode => ({
  properties: Object.fromEntries(names.map((name) => [name, ANY])),
})
const CLAUSES: SchemaNode = { items: of('field', 'operator', 'value') }
const CONDITIONS: SchemaNode = { properties: { all: CLAUSES, any: CLAUSES } }
const ACTIONS: SchemaNode = { items: of('field', 'value') }

/** What a tree takes besides the wire, or says more exactly than a route declares. */
const EXTRA: { readonly [kind: string]: Readonly<Record<string, SchemaNode>> } = {
  schedule: {
    hours: ANY,
    holidays: { items: of('name', 'start_date', 'end_date', 'yearly', 'closed') },
  },
  trigger: { conditions: CONDITIONS, actions: ACTIONS },
  automation: { conditions: CONDITIONS, actions: ACTIONS },
  macro: { actions: ACTIONS },
  view: { conditions: CONDITIONS },
  sla_policy: { filter: CONDITIONS },
  group_sla_policy: { filter: CONDITIONS },
  dynamic_content: {
    variants: { items: of('locale', 'content', 'active', 'default') },
  },
}

/** What is wrong with a document before its route is asked; `standing` is the body that the desk has of it. */
export const checkDocument = (
  desk: Desk,
  { kind, body }: ConfigDocument,
  standing: JsonObject | undefined,
): readonly Told[] => {
  const { without = [], fixed = [] } = KINDS.find((one) => one.kind === kind)!
  const { path, key } = nounOf(kind)
  const schema = adapted(desk.schemaOf(path, key), without, EXTRA[kind])
  return [
    ...unknownKeys(schema, body).map(unknown),
    ...changedAnyhow(body, standing, fixed),
    ...hoursOf(body),
  ]
}

/** Settings that the desk does not have. */
export const checkSettings = async (desk: Desk, { body }: ConfigDocument): Promise<readonly Told[]> => {
  const { settings } = (await desk.ask('GET', '/api/v2/account/settings')) as {
    readonly settings: JsonObject
  }
  const groups = Object.entries(settings).map(([group, names]) => [group, of(...Object.keys(names ?? {}))])
  return unknownKeys({ properties: Object.fromEntries(groups) }, body).map(unknown)
}

const unknown = ({ path, known }: ReturnType<typeof unknownKeys>[number]): Told => {
  const hint = didYouMean(String(path.at(-1)), known)
  return { path, message: `is not known.${hint || ` There are: ${known.join(', ')}`}` }
}

/** What is said once stays as it was said; a silent difference would look like an edit. */
const changedAnyhow = (
  body: JsonObject,
  standing: JsonObject | undefined,
  fixed: readonly string[],
): readonly Told[] =>
  fixed.flatMap((key) => {
    const before = standing?.[key]
    if (before === undefined || body[key] === undefined || canonicalJson(before) === canonicalJson(body[key]))
      return []
    return [{ path: [key], message: `is ${JSON.stringify(before)} on the desk and stays so` }]
  })

const hoursOf = ({ hours, intervals }: JsonObject): readonly Told[] => {
  if (hours === undefined) return []
  if (intervals !== undefined)
    return [{ path: ['hours'], message: 'stand beside intervals: one of both is enough' }]
  return intervalsOf(hours).told
}
