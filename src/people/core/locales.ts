/** A language that people can be set to. Ids are those that clients know from the wire. */
export type Locale = {
  readonly id: number
  readonly locale: string
  readonly name: string
  readonly nativeName: string
  readonly rtl: boolean
}

const locale = (id: number, code: string, name: string, nativeName: string, rtl = false): Locale => ({
  id,
  locale: code,
  name,
  nativeName,
  rtl,
})

export const LOCALES: readonly Locale[] = [
  locale(1, 'en-US', 'English', 'English (United States)'),
  locale(2, 'es', 'Español', 'español'),
  locale(8, 'de', 'Deutsch', 'Deutsch'),
  locale(10, 'zh-cn', '简体中文 (Simplified Chinese)', '简体中文'),
  locale(16, 'fr', 'Français', 'français'),
  locale(19, 'pt-br', 'Português (Brasil)', 'português (Brasil)'),
  locale(22, 'it', 'Italiano', 'italiano'),
  locale(27, 'ru', 'Русский', 'русский'),
  locale(66, 'he', 'עברית', 'עברית', true),
  locale(67, 'ja', '日本語 (Japanese)', '日本語'),
  locale(69, 'ko', '한국어 (Korean)', '한국어'),
  locale(74, 'ar', 'العربية', 'العربية', true),
  locale(1176, 'en-GB', 'English (UK)', 'English (United Kingdom)'),
]

export const DEFAULT_LOCALE: Locale = LOCALES[0]!

export const localeOf = (code: string | null): Locale =>
  LOCALES.find((one) => one.locale.toLowerCase() === code?.toLowerCase()) ?? DEFAULT_LOCALE

export const findLocale = (code: string): Locale | undefined =>
  LOCALES.find((one) => one.locale.toLowerCase() === code.toLowerCase())

export const findLocaleById = (id: number): Locale | undefined => LOCALES.find((one) => one.id === id)
