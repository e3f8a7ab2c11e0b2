import { canonicalJson, type Id, invalidField, type JsonObject, Refused } from '../kernel/index.ts'
import { findLocale } from '../people/core/index.ts'
import { NOUNS } from '../tickets/index.ts'
import { intervalsOf, isObject } from './core/index.ts'
import type { Desk } from './desk.ts'

/** What is written of a document: its body with ids in the place of names; `id` of one that stands. */
export type Wish = { readonly kind: string; readonly id: Id | undefined; readonly body: JsonObject }

/** Where the documents of a kind are made, and what they are called there. */
export const nounOf = (kind: string): { readonly path: string; readonly key: string } =>
  kind === 'group' ? { path: '/api/v2/groups', key: 'group' } : NOUNS[kind]!

/** Makes or changes one, by the routes of its kind; answers its id. Throws `Refused` as they do. */
export const write = (desk: Desk, wish: Wish): Promise<Id> => {
  switch (wish.kind) {
    case 'group':
      return writeGroup(desk, wish)
    case 'schedule':
      return writeSchedule(desk, wish)
    case 'dynamic_content':
      return writeContent(desk, wish)
    default:
      return writeDocument(desk, wish)
  }
}

/** How the desk behaves: one document, which is always there. */
export const writeSettings = async (desk: Desk, body: JsonObject): Promise<void> => {
  await desk.ask('PUT', NOUNS.account_settings!.path, { body: { settings: body } })
}

const writeDocument = async (desk: Desk, { kind, id, body }: Wish): Promise<Id> => {
  const { path, key } = nounOf(kind)
  if (id === undefined) return made(desk, kind, () => desk.ask('POST', path, { body: { [key]: body } }))
  await desk.ask(desk.changing(path), `${path}/:id`, {
    params: { id: await idOnWire(desk, kind, id) },
    body: { [key]: body },
  })
  return id
}

/** Group SLA policies are known by another id on the wire. */
const idOnWire = async (desk: Desk, kind: string, id: Id): Promise<string> =>
  String((kind === 'group_sla_policy' && (await desk.policy()).document(kind, id)?.body.ulid) || id)

/** The document that a write has made. */
const made = async (desk: Desk, kind: string, work: () => Promise<unknown>): Promise<Id> => {
  const before = new Set((await desk.policy()).documents(kind).map(({ id }) => id))
  await work()
  return (await desk.policy()).documents(kind).find(({ id }) => !before.has(id))!.id
}

/** A row, which has no version to compare: it is written where something of it differs. */
const writeGroup = async (desk: Desk, { id, body }: Wish): Promise<Id> => {
  if (id === undefined) {
    const { group } = (await desk.ask('POST', '/api/v2/groups', { body: { group: body } })) as GroupReply
    return group.id
  }
  const params = { id: String(id) }
  const { group } = (await desk.ask('GET', '/api/v2/groups/:id', { params })) as GroupReply
  const isSame = Object.entries(body).every(
    ([name, value]) => canonicalJson(group[name]) === canonicalJson(value),
  )
  if (!isSame) await desk.ask('PUT', '/api/v2/groups/:id', { params, body: { group: body } })
  return id
}

type GroupReply = { readonly group: { readonly id: Id; readonly [name: string]: unknown } }

const SCHEDULES = '/api/v2/business_hours/schedules'

/** Hours and holidays have routes of their own. */
const writeSchedule = async (desk: Desk, { id: known, body }: Wish): Promise<Id> => {
  const { hours, holidays, intervals = hours && intervalsOf(hours).intervals, ...rest } = body
  const whole = intervals === undefined ? rest : { ...rest, intervals }
  const id = await writeDocument(desk, {
    kind: 'schedule',
    id: known,
    body: known === undefined ? whole : rest,
  })
  const params = { id: String(id) }
  if (known !== undefined && intervals !== undefined)
    await desk.ask('PUT', `${SCHEDULES}/:id/workweek`, { params, body: { workweek: { intervals } } })
  if (Array.isArray(holidays)) await writeHolidays(desk, id, holidays.filter(isObject))
  return id
}

const HOLIDAY = ['name', 'start_date', 'end_date', 'yearly', 'closed'] as const

/** What differs is taken off and put on; a holiday that stays keeps its id. */
const writeHolidays = async (desk: Desk, id: Id, wished: readonly JsonObject[]): Promise<void> => {
  const path = `${SCHEDULES}/:id/holidays`
  const standing = ((await desk.policy()).document('schedule', id)?.body.holidays ??
    []) as readonly JsonObject[]
  const left = wished.map((holiday) => ({ holiday, words: sameness(holiday) }))
  for (const holiday of standing) {
    const at = left.findIndex(({ words }) => words === sameness(holiday))
    if (at >= 0) left.splice(at, 1)
    else
      await desk.ask('DELETE', `${path}/:holiday_id`, {
        params: { id: String(id), holiday_id: String(holiday.id) },
      })
  }
  for (const { holiday } of left) {
    const whole = { ...holiday, end_date: holiday.end_date ?? holiday.start_date ?? null }
    await desk.ask('POST', path, { params: { id: String(id) }, body: { holiday: whole } })
  }
}

const sameness = (holiday: JsonObject): string =>
  canonicalJson(
    HOLIDAY.map(
      (name) =>
        holiday[name] ?? (name === 'end_date' ? holiday.start_date : name === 'yearly' ? false : null),
    ),
  )

const ITEMS = '/api/v2/dynamic_content/items'

/** Variants are known by their language. */
const writeContent = async (desk: Desk, { id, body }: Wish): Promise<Id> => {
  const { variants = [], ...rest } = body
  const wished = (Array.isArray(variants) ? variants : []).map((variant, index) =>
    variantOf(variant as JsonObject, index),
  )
  if (id === undefined) {
    const item = wished.length === 0 ? rest : { ...rest, variants: wished }
    return made(desk, 'dynamic_content', () => desk.ask('POST', ITEMS, { body: { item } }))
  }
  const { content, ...named } = rest
  await desk.ask('PUT', `${ITEMS}/:id`, { params: { id: String(id) }, body: { item: named } })
  const item = (await desk.policy()).document('dynamic_content', id)!.body
  const standing = item.variants as readonly JsonObject[]
  const main = content === undefined ? [] : [{ locale_id: item.default_locale_id!, content }]
  for (const variant of [...main, ...wished]) await writeVariant(desk, id, variant, standing)
  return id
}

const writeVariant = async (
  desk: Desk,
  id: Id,
  variant: JsonObject,
  standing: readonly JsonObject[],
): Promise<void> => {
  const path = `${ITEMS}/:id/variants`
  const known = standing.find(({ locale_id }) => locale_id === variant.locale_id)
  const isSame =
    known !== undefined &&
    Object.entries(variant).every(([name, value]) => name === 'default' || known[name] === value)
  if (isSame) return
  const params = { id: String(id), ...(known && { variantId: String(known.id) }) }
  await desk.ask(known ? 'PUT' : 'POST', known ? `${path}/:variantId` : path, { params, body: { variant } })
}

const variantOf = ({ locale, ...rest }: JsonObject, index: number): JsonObject => {
  const found = typeof locale === 'string' ? findLocale(locale) : undefined
  if (found === undefined)
    throw new Refused(invalidField(`variants[${index}].locale`, 'must be a language, such as en-US'))
  return { ...rest, locale_id: found.id }
}
