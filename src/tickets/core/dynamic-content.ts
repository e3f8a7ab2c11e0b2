import type { Id, Json, JsonObject } from '../../kernel/index.ts'
import { DEFAULT_LOCALE, findLocaleById, localeOf } from '../../people/core/index.ts'

export const DYNAMIC_CONTENT = 'dynamic_content'

/** Words of the desk in several languages, known by a key. */
export type DynamicContent = {
  readonly key: string
  readonly defaultLocaleId: Id
  /** Those in use. */
  readonly variants: ReadonlyMap<Id, string>
}

type Source = { documents(kind: string): readonly { readonly id: Id; readonly body: JsonObject }[] }

/** Dynamic content of one version of the policy, by its key. */
export const compileContent = (source: Source): ReadonlyMap<string, DynamicContent> =>
  new Map(source.documents(DYNAMIC_CONTENT).map(({ body }) => [String(body.key), readContent(body)]))

const readContent = (body: JsonObject): DynamicContent => ({
  key: String(body.key),
  defaultLocaleId: typeof body.default_locale_id === 'number' ? body.default_locale_id : DEFAULT_LOCALE.id,
  variants: new Map(
    variantsOf(body).flatMap(({ active, locale_id: id, content }) => (active ? [[id, content]] : [])),
  ),
})

/** A text in one language, as it is stored. */
export type StoredVariant = {
  readonly id: Id
  readonly locale_id: Id
  readonly content: string
  readonly active: boolean
  readonly created_at: string
  readonly updated_at: string
}

export const variantsOf = ({ variants }: JsonObject): readonly StoredVariant[] =>
  Array.isArray(variants) ? (variants as unknown as readonly StoredVariant[]) : []

export const variantsBody = (variants: readonly StoredVariant[]): Json => variants as unknown as Json

/** The words for somebody: in their language, else in another form of it, else in the default one. */
export const contentFor = (
  { variants, defaultLocaleId }: DynamicContent,
  locale: string | null,
): string | undefined => {
  const wanted = localeOf(locale)
  const own = variants.get(wanted.id)
  if (own !== undefined) return own
  const near = [...variants].find(
    ([id]) => languageOf(findLocaleById(id)?.locale) === languageOf(wanted.locale),
  )
  return near?.[1] ?? variants.get(defaultLocaleId)
}

/** `en` of `en-GB`. */
const languageOf = (code: string | undefined): string | undefined => code?.toLowerCase().split('-')[0]
