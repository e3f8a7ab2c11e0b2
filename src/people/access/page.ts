import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { ApiReply } from '../../platform/http/index.ts'

/** HTML of ours: text becomes it by `markup` alone, which escapes every value. */
export class Markup {
  readonly html: string
  constructor(html: string) {
    this.html = html
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const htmlOf = (value: string | Markup | readonly Markup[]): string => {
  if (value instanceof Markup) return value.html
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!)
  return value.map(htmlOf).join('')
}

/** A piece of a page. */
export const markup = (
  pieces: TemplateStringsArray,
  ...values: readonly (string | Markup | readonly Markup[])[]
): Markup => new Markup(String.raw({ raw: pieces }, ...values.map(htmlOf)))

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem;color:#1c2430;
background:#fff}h1{font-size:1.4rem}label{display:block;margin:1rem 0}input{display:block;width:100%;box-sizing:border-box;
font:inherit;padding:.5rem;border:1px solid #6b7686;border-radius:4px}button{font:inherit;padding:.5rem 1rem;border-radius:4px;
border:1px solid #1f5fae;background:#1f5fae;color:#fff}button.plain{background:#fff;color:#1f5fae}.problem{color:#a1141a}
@media(prefers-color-scheme:dark){body{background:#14181f;color:#e6e9ee}input{background:#1c222b;color:inherit}
.problem{color:#ff8d8d}}`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

export type Page = {
  readonly title: string
  readonly body: Markup
  readonly status?: number
  /** Where a form of the page may lead besides to ourselves: an origin (`https://x`) or a scheme (`app:`). */
  readonly leadsTo?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A page that runs nothing and loads nothing. Its forms go to ourselves; they tell where they come from (no other site
 * is told anything), because a browser that says nothing at all sends `Origin: null`, which no write accepts.
 */
export const page = ({ title, body, status = 200, leadsTo, headers = {} }: Page): ApiReply => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'${
      leadsTo === undefined ? '' : ` ${leadsTo}`
    }; frame-ancestors 'none'; base-uri 'none'`,
    'referrer-policy': 'same-origin',
    ...headers,
  },
  stream: Readable.from([documentOf(title, body)]),
})

const documentOf = (title: string, body: Markup): string =>
  markup`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${new Markup(STYLE)}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>
`.html

/** What the description of a route says of its page. */
export const PAGE = Type.String({ contentMediaType: 'text/html', description: 'A page' })

/** Sends the browser on after a form; `to` is checked by whoever says it. */
export const goTo = (to: string, headers: Readonly<Record<string, string>> = {}): ApiReply => ({
  status: 303,
  headers: { location: to, 'referrer-policy': 'no-referrer', ...headers },
})

export const problem = (text: string | undefined): Markup =>
  text === undefined ? markup`` : markup`<p class="problem" role="alert">${text}</p>`

/** What a form of a session must bring; nothing where nobody has signed in. */
export const csrfField = (csrfToken: string | undefined): Markup =>
  csrfToken === undefined ? markup`` : hidden('authenticity_token', csrfToken)

export const hidden = (name: string, value: string): Markup =>
  markup`<input type="hidden" name="${name}" value="${value}">`
