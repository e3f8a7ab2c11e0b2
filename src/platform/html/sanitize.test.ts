import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import {
  htmlToText,
  QUOTE_CLASS,
  QUOTE_REST_CLASS,
  sanitizeHtml,
  splitQuotedHtml,
  textToHtml,
} from './index.ts'
import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS } from './sanitize.ts'

/** Everything in the output that the allow-list does not name. */
const strangers = (html: string): string[] => {
  const found: string[] = []
  new Parser({
    onopentag(name, attribs) {
      if (!ALLOWED_TAGS.includes(name)) found.push(`<${name}>`)
      const allowed = [...(ALLOWED_ATTRIBUTES['*'] ?? []), ...(ALLOWED_ATTRIBUTES[name] ?? [])]
      for (const [key, value] of Object.entries(attribs)) {
        if (!allowed.includes(key)) found.push(`${name}.${key}`)
        if (key === 'href' && !/^(https?|mailto|tel):/.test(value)) found.push(value)
        if (key === 'src' && !/^cid:/.test(value)) found.push(value)
        if (key === 'data-remote-src' && !/^https?:\/\//.test(value)) found.push(value)
        if (key === 'class' && value !== QUOTE_CLASS && value !== QUOTE_REST_CLASS) found.push(value)
      }
    },
    oncomment: (text) => found.push(`<!--${text}`),
    onprocessinginstruction: (name) => found.push(name),
  }).end(html)
  return found
}

const HOSTILE = [
  '<script>alert(1)</script>hello',
  '<img src=x onerror=alert(1)>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<a href="java\tscript:alert(1)">x</a><a href="&#106;avascript:alert(1)">y</a><a href=" JaVaScRiPt:1">z</a>',
  '<a href="data:text/html,<script>1</script>">d</a><a href="vbscript:x">v</a><a href="//evil.test/x">p</a>',
  '<style>@import url(//evil.test)</style><div style="background:url(https://evil.test/a.png)">s</div>',
  '<form action=https://evil.test><input name=a value=b><button>go</button></form>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe><object data=x></object><embed src=x>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<textarea></textarea/><img src=x onerror=1></textarea>',
  '<xmp><img src=x onerror=alert(1)></xmp><plaintext><b>x',
  '<p id=a class=b onclick=c style=d dir=rtl title="ok">kept</p>',
  '<img src="//evil.test/pixel"><img src="https://evil.test/a" srcset="https://evil.test/b 2x"><img src="cid:a@b">',
  '<base href="https://evil.test/"><link rel=stylesheet href=x><meta http-equiv=refresh content="0;url=x">',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<div class="gmail_quote"><blockquote type="cite">q</blockquote></div><div id="divRplyFwdMsg">r</div>',
  '<p><x-y><div>a</div></x-y></p><table><td><li><p><li>',
  '<!--[if mso]><p>word</p><![endif]--><o:p>&nbsp;</o:p><?xml version="1.0"?><![CDATA[x]]>',
  'a\u0000b\u0007c\ud800d<b>\r\nx</b>',
  '<a href="https://user:pw@example.com/a b?q=<>">l</a><a href="mailto:a@b.c?subject=x">m</a><a href="tel:+49 1">t</a>',
]

describe('sanitizeHtml', () => {
  test.each(HOSTILE)('lets nothing through that the list does not name: %s', (html) => {
    const clean = sanitizeHtml(html)
    expect(strangers(clean)).toEqual([])
    expect(sanitizeHtml(clean)).toBe(clean)
  })

  test('is idempotent and closed under any soup of tags', () => {
    const names = [
      'p',
      'div',
      'a',
      'b',
      'table',
      'tr',
      'td',
      'li',
      'ul',
      'svg',
      'style',
      'script',
      'font',
      'o:p',
      'img',
    ]
    const bit = fc.oneof(
      fc.constantFrom(...names).map((name) => `<${name}>`),
      fc.constantFrom(...names).map((name) => `</${name}>`),
      fc.constantFrom(...HOSTILE),
      fc.string(),
      fc.constantFrom('<', '>', '"', "'", '&lt;', '&#x3c;', '<!--', '-->', '<a href=', '<img src=', '/>'),
    )
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 30 }), (bits) => {
        const clean = sanitizeHtml(bits.join(''))
        expect(strangers(clean)).toEqual([])
        expect(sanitizeHtml(clean)).toBe(clean)
      }),
      { numRuns: 1500 },
    )
  })

  test('parks remote images and loads them only when asked', () => {
    expect(sanitizeHtml('<img src="//evil.test/p" alt="">')).toBe(
      '<img data-remote-src="https://evil.test/p" alt="" />',
    )
    const parked = sanitizeHtml('<img src="https://cdn.test/a.png">')
    expect(parked).toBe('<img data-remote-src="https://cdn.test/a.png" />')
    expect(sanitizeHtml(parked, { allowRemoteImages: true })).toBe(
      '<img src="https://cdn.test/a.png" referrerpolicy="no-referrer" />',
    )
    expect(sanitizeHtml('<img src="CID:part1@x">')).toBe('<img src="cid:part1@x" />')
    expect(sanitizeHtml('<img src="data:image/svg+xml,x">')).toBe('')
  })

  test('gives every link a rel that cuts the opener', () => {
    expect(sanitizeHtml('<a href="https://a.test" target="_blank" rel="opener">x</a>')).toBe(
      '<a href="https://a.test/" rel="noopener noreferrer">x</a>',
    )
  })

  test('keeps the text of markup nested too deep, and ends in bounded work', () => {
    const deep = `${'<div>'.repeat(100)}bottom${'</div>'.repeat(100)}`
    const clean = sanitizeHtml(deep)
    expect(clean).toContain('bottom')
    expect(clean.split('<div>').length - 1).toBe(64)
    const soup = `${'<b>'.repeat(400_000)}words${'</i>'.repeat(400_000)}`
    expect(sanitizeHtml(soup)).toBe('<p>words</p>')
    expect(htmlToText(soup)).toBe('words')
  })

  test('cuts at five megabytes without half a character', () => {
    const clean = sanitizeHtml('€'.repeat(2_000_000))
    expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(5 * 1024 * 1024)
    expect(clean).toMatch(/^€+$/)
  })
})

describe('htmlToText', () => {
  test('reads like the page looks', () => {
    const html =
      '<style>p{}</style><h1>Title</h1><p>One<br>two &amp; <b>three</b></p><ul><li>a</li><li>b</li></ul>' +
      '<blockquote>said</blockquote><table><tr><td>1</td><td>2</td></tr></table><a href="https://x.test/">here</a>'
    expect(htmlToText(html)).toBe(
      'Title\n\nOne\ntwo & three\n\n• a\n• b\n\n> said\n\n1 2\n\nhere <https://x.test/>',
    )
  })

  test('never holds what PostgreSQL refuses', () => {
    const text = htmlToText('a&#0;b\u0000c\ud800')
    expect(text.includes('\u0000')).toBe(false)
    expect(text.isWellFormed()).toBe(true)
  })
})

describe('textToHtml', () => {
  test('escapes, keeps paragraphs and links addresses', () => {
    expect(textToHtml('a <b>\nsee https://x.test/a?b=1&c=2.\n\nend')).toBe(
      '<p>a &lt;b&gt;<br />see <a href="https://x.test/a?b=1&amp;c=2" rel="noopener noreferrer">https://x.test/a?b=1&amp;c=2</a>.</p><p>end</p>',
    )
  })

  test('gives what the sanitiser leaves alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const html = textToHtml(text)
        expect(sanitizeHtml(html).replaceAll('"', '&quot;')).toBe(html.replaceAll('"', '&quot;'))
      }),
    )
  })
})

describe('splitQuotedHtml', () => {
  test('cuts before what the client quoted', () => {
    const html = sanitizeHtml(
      '<div>Thanks!<div class="gmail_quote"><div>On Monday X wrote:</div>old</div></div>',
    )
    expect(splitQuotedHtml(html)).toEqual({
      html: '<div>Thanks!</div>',
      quoted: '<div><div class="mainstay-quote"><div>On Monday X wrote:</div>old</div></div>',
    })
  })

  test('folds all that follows a mark which says so', () => {
    const html = sanitizeHtml(
      '<p>Yes</p><div class="moz-cite-prefix">X wrote:</div><blockquote type=cite>old</blockquote>',
    )
    expect(splitQuotedHtml(html).html).toBe('<p>Yes</p>')
    expect(splitQuotedHtml(html).quoted).toContain('old')
  })

  test('leaves answers between the lines, and mails that are nothing but a quote', () => {
    const between = sanitizeHtml('<p>a</p><blockquote type=cite>old</blockquote><p>answer</p>')
    expect(splitQuotedHtml(between)).toEqual({ html: between, quoted: null })
    const only = sanitizeHtml('<blockquote type=cite>old</blockquote>')
    expect(splitQuotedHtml(only)).toEqual({ html: only, quoted: null })
  })
})
