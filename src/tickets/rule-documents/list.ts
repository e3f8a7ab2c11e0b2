import { type Static, Type } from 'typebox'
import { type Json, Refused } from '../../kernel/index.ts'
import { type ApiReply, badParameter } from '../../platform/http/index.ts'
import { type Asked, listReply, type PagingQuery, paged, pagingQuery } from '../../platform/paging/index.ts'
import type { PolicyDocument } from '../../platform/policy/index.ts'
import { byPosition } from '../policy-edit.ts'
import type { Room } from '../room.ts'
import { askedSpans, type Usage, type UsageSpan, usageKeys, usageOf, usesOf } from './usage.ts'

const Text = Type.String({ maxLength: 2000 })

/** What every list of rules may be asked: spread it into a route's `query`. */
export const ruleListQuery = {
  ...pagingQuery,
  active: Type.Optional(Type.Boolean()),
  category: Type.Optional(Type.String({ description: 'The category, as `category_id`', maxLength: 255 })),
  category_id: Type.Optional(Type.String({ maxLength: 255 })),
  include: Type.Optional(
    Type.String({ maxLength: 1000, description: 'usage_1h, usage_24h, usage_7d, usage_30d' }),
  ),
}

/** What searches may be asked besides. */
export const ruleSearchQuery = {
  ...ruleListQuery,
  query: Type.Optional(Text),
  filter: Type.Optional(Type.String({ maxLength: 2000, description: 'Attributes as JSON: {"active":true}' })),
}

const RuleSearchQuery = Type.Object(ruleSearchQuery)
export type RuleQuery = Static<typeof RuleSearchQuery>

/** Of one kind: how a list is told. `many`: the plural of the wire. */
export type RuleListing = {
  readonly kind: string
  readonly many: string
  /** What the viewer may see, in any order. */
  readonly documents: readonly PolicyDocument[]
  /** Wire's object of one, without its usage. */
  readonly present: (document: PolicyDocument) => object
  /** The order that is meant unless another is asked for: by position unless said. */
  readonly standard?: (documents: readonly PolicyDocument[]) => readonly PolicyDocument[]
}

/** One page of rules: filtered, sorted, with the usage that was asked for. */
export const listRules = async (
  room: Pick<Room, 'ground'>,
  request: Asked & { readonly query: RuleQuery },
  listing: RuleListing,
): Promise<ApiReply> => {
  const { query } = request
  const sort = query.sort_by ?? query.sort?.replace(/^-/, '')
  const spans = askedSpans(query.include, sort)
  const usage = spans.length === 0 ? new Map() : await usageOf(room.ground, listing.kind, spans)
  const wanted = matching(listing.documents, query)
  const sorted = inAskedOrder((listing.standard ?? byPosition)(wanted), query, usage)
  const page = paged(sorted, query)
  const included = askedSpans(query.include, undefined)
  return { body: listReply(request, listing.many, page, page.rows.map(shownWith(listing, usage, included))) }
}

/** A rule's object with the usage that `include` asks for. */
export const showRule = async (
  room: Pick<Room, 'ground'>,
  include: string | undefined,
  listing: Pick<RuleListing, 'kind' | 'present'>,
  document: PolicyDocument,
): Promise<object> => {
  const spans = askedSpans(include, undefined)
  const usage = spans.length === 0 ? new Map() : await usageOf(room.ground, listing.kind, spans)
  return shownWith(listing, usage, spans)(document)
}

const shownWith =
  ({ present }: Pick<RuleListing, 'present'>, usage: Usage, spans: readonly UsageSpan[]) =>
  (document: PolicyDocument): object => ({ ...present(document), ...usageKeys(usage, spans, document.id) })

type Test = (document: PolicyDocument) => boolean

const matching = (documents: readonly PolicyDocument[], query: RuleQuery): readonly PolicyDocument[] => {
  const tests = testsOf(query)
  return documents.filter((document) => tests.every((test) => test(document)))
}

const testsOf = ({
  active,
  category,
  category_id: categoryId,
  query,
  filter,
}: RuleQuery): readonly Test[] => {
  const tests: Test[] = []
  if (active !== undefined) tests.push(isLike('active', active))
  const inCategory = category ?? categoryId
  if (inCategory !== undefined) tests.push(isLike('category_id', inCategory))
  if (query !== undefined) tests.push(isNamed(query))
  return [...tests, ...(filter === undefined ? [] : filterTests(filter))]
}

/** Every word of the question, somewhere in the title. */
const isNamed = (query: string): Test => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return ({ body }) => {
    const title = String(body.title ?? '').toLowerCase()
    return words.every((word) => title.includes(word))
  }
}

const isLike =
  (name: string, value: Json): Test =>
  ({ body }) => {
    if (name === 'active') return (body.active !== false) === (value === true || value === 'true')
    if (name === 'category' && typeof body.category_id === 'undefined')
      return String(body.title ?? '').startsWith(`${String(value)}::`)
    const stands = name === 'category' ? body.category_id : body[name]
    if (name === 'title' || name === 'description')
      return String(stands ?? '')
        .toLowerCase()
        .includes(String(value).toLowerCase())
    return String(stands ?? '') === String(value ?? '')
  }

const FILTERS = ['active', 'title', 'description', 'category_id', 'category']

/** `{"active": true, "title": "vip"}`, or inside of `json`, as Zendesk's page has it. */
const filterTests = (filter: string): readonly Test[] => {
  const outer = objectIn(filter)
  const asked = outer?.json === undefined ? outer : objectIn(outer.json)
  if (asked === undefined) throw new Refused(badParameter('filter', 'must be attributes as JSON'))
  return Object.entries(asked).map(([name, value]) => {
    const isSimple = value === null || typeof value !== 'object'
    if (!FILTERS.includes(name) || !isSimple)
      throw new Refused(badParameter('filter', `can name ${FILTERS.join(', ')}, each with one value`))
    return isLike(name, value)
  })
}

const objectIn = (value: Json): Readonly<Record<string, Json>> | undefined => {
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? (parsed as Readonly<Record<string, Json>>) : undefined
  } catch {
    return undefined
  }
}

const inAskedOrder = (
  documents: readonly PolicyDocument[],
  query: PagingQuery,
  usage: Usage,
): readonly PolicyDocument[] => {
  const asked = query.sort ?? query.sort_by
  const compare = comparing(asked?.replace(/^-/, ''), usage)
  const isDescending = asked?.startsWith('-') || query.sort_order?.toLowerCase() === 'desc'
  if (compare === undefined) return isDescending ? [...documents].reverse() : documents
  return [...documents].sort((a, b) => (isDescending ? compare(b, a) : compare(a, b)) || a.id - b.id)
}

type Compare = (a: PolicyDocument, b: PolicyDocument) => number

/** What nobody sorts by leaves the order as it is: clients send the same word to every list. */
const comparing = (by: string | undefined, usage: Usage): Compare | undefined => {
  const byText =
    (name: string): Compare =>
    (a, b) =>
      String(a.body[name] ?? '').localeCompare(String(b.body[name] ?? ''))
  if (by === 'alphabetical' || by === 'title') return byText('title')
  if (by === 'created_at' || by === 'updated_at') return byText(by)
  if (by === 'id') return (a, b) => a.id - b.id
  const span = askedSpans(undefined, by)[0]
  return span && ((a, b) => usesOf(usage, span, a.id) - usesOf(usage, span, b.id))
}
