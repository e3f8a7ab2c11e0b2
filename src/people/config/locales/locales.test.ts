import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOCALES } from '../../core/index.ts'
import { openDesk, type TestDesk } from '../../fixture.ts'
import { bestLocale, readAcceptLanguage } from './best-locale.ts'

describe('the best language', () => {
  it.each([
    [['de-AT', 'fr'], 'de'],
    [['xx', 'fr'], 'fr'],
    [['en-GB'], 'en-GB'],
    [['en_gb'], 'en-GB'],
    [['en'], 'en-US'],
    [['zh'], 'zh-cn'],
    [['xx'], undefined],
    [[], undefined],
  ])('for %j is %s', (wished, expected) => {
    expect(bestLocale(LOCALES, wished)?.locale).toBe(expected)
  })

  it.each([
    ['da, en-gb;q=0.8, en;q=0.7', ['da', 'en-gb', 'en']],
    ['en;q=0.1,de;q=0.9, fr ; q=0.5', ['de', 'fr', 'en']],
    ['*, de;q=0, fr;q=x', []],
    ['', []],
  ])('is asked for as %s', (header, wished) => {
    expect(readAcceptLanguage(header)).toEqual(wished)
  })
})

describe('the languages of the desk', () => {
  let desk: TestDesk
  beforeAll(async () => {
    desk = await openDesk()
  })
  afterAll(() => desk.close())

  const names = async (path: string): Promise<readonly string[]> => {
    const { status, body } = await desk.as('carol')('GET', path)
    expect(status).toBe(200)
    const locales: readonly { locale: string }[] = body.locales!
    return locales.map(({ locale }) => locale)
  }
  const one = async (path: string, headers: Record<string, string> = {}) =>
    (await desk.as('carol')('GET', path, undefined, headers)).body.locale

  it('are those of its settings, the first the default, beside all there are', async () => {
    expect(await names('/locales')).toHaveLength(LOCALES.length)
    const settings = { localization: { locale_ids: [8, 16] } }
    expect((await desk.as('ada')('PUT', '/account/settings', { settings })).status).toBe(200)
    expect(await names('/locales')).toEqual(['de', 'fr'])
    expect(await names('/locales/public')).toHaveLength(LOCALES.length)
    expect(await one('/locales/8')).toMatchObject({ id: 8, locale: 'de', default: true, rtl: false })
    expect(await one('/locales/fr.json')).toMatchObject({ id: 16, default: false, native_name: 'français' })
  })

  it('are found by whoever asks: their own, and the one that suits best', async () => {
    await desk.as('carol')('PUT', `/users/${desk.ids.carol}`, { user: { locale: 'ja' } })
    expect(await one('/locales/current')).toMatchObject({ locale: 'ja' })
    const best = (wished: string, query = '') =>
      one(`/locales/detect_best_locale${query}`, { 'accept-language': wished })
    expect(await best('ru, fr;q=0.5')).toMatchObject({ locale: 'fr' })
    expect(await best('ru')).toMatchObject({ locale: 'de' })
    expect(await best('de', '?available_locales=es,fr')).toMatchObject({ locale: 'fr' })
  })

  it('need no sign-in where it says nothing of the desk’s people', async () => {
    expect((await desk.as(null)('GET', '/locales/public')).status).toBe(200)
    expect((await desk.as(null)('GET', '/locales/detect_best_locale')).status).toBe(200)
    expect((await desk.as(null)('GET', '/locales')).status).toBe(401)
    expect((await desk.as('carol')('GET', '/locales/4711')).status).toBe(404)
    expect((await desk.as('carol')('GET', '/locales/klingon')).status).toBe(404)
  })

  it('stand beside the time zones: from west to east, by their standard time', async () => {
    type Zone = { readonly name: string; readonly offset: number }
    const { body } = await desk.as('carol')('GET', '/time_zones?per_page=100&page=2')
    const first: { time_zones: Zone[]; count: number } = (await desk.as('carol')('GET', '/time_zones.json'))
      .body as never
    const zones = [...first.time_zones, ...(body.time_zones as unknown as Zone[])]
    expect(first.count).toBe(zones.length)
    expect(zones.every(({ offset }, at) => at === 0 || offset >= zones[at - 1]!.offset)).toBe(true)
    const named = (name: string) => zones.find((zone) => zone.name === name)
    expect(named('Berlin')).toEqual({
      name: 'Berlin',
      iana_name: 'Europe/Berlin',
      translated_name: 'Berlin',
      offset: 60,
      formatted_offset: 'GMT+01:00',
    })
    expect(named('Newfoundland')).toMatchObject({ offset: -210, formatted_offset: 'GMT-03:30' })
    // South of the equator January is summer.
    expect(named('Canberra')).toMatchObject({ offset: 600 })
    expect((await desk.as(null)('GET', '/time_zones')).status).toBe(401)
  })
})
