import type { Settings } from '../settings/settings.ts'

/** For data: nothing in it may run, load or be framed. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** For files that people sent: nothing in them may run, load or be framed, in an origin of their own. */
export const FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"

const YEAR_S = 365 * 24 * 3600

/** What every response carries, whatever the settings say. */
export const fixedHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': DATA_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** What every response carries unless its handler says otherwise. No CORS header: other sites read nothing. */
export const standardHeaders = (settings: Pick<Settings, 'baseUrl'>): Readonly<Record<string, string>> => ({
  ...fixedHeaders,
  'x-zendesk-api-version': 'v2',
  ...(settings.baseUrl.startsWith('https://') ? { 'strict-transport-security': `max-age=${YEAR_S}` } : {}),
})
