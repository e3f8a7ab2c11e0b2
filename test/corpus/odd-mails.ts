import { type Dice, diceOf } from './random.ts'

export type OddMail = { readonly name: string; readonly raw: Buffer; readonly envelopeFrom?: string }

const SEED = 20260131

const latin = (text: string): Buffer => Buffer.from(text, 'latin1')

const head = (n: number, more: readonly string[] = []): string =>
  [
    `From: "Sender ${n}" <sender${n}@odd.example>`,
    'To: support@example.com',
    `Subject: Odd ${n}`,
    `Message-ID: <odd-${n}@odd.example>`,
    ...more,
  ].join('\r\n')

const mail = (n: number, more: readonly string[], body: string | Buffer): Buffer =>
  Buffer.concat([latin(`${head(n, more)}\r\n\r\n`), typeof body === 'string' ? latin(body) : body])

/** More than 500 mails that differ from what a textbook shows: reproducible, so that one that broke something stays. */
export const oddMails = (): OddMail[] => {
  const dice = diceOf(SEED)
  let n = 0
  const number = (): number => ++n
  return [
    ...charsets(number),
    ...headers(number),
    ...structures(number),
    ...bodies(number),
    ...machines(number),
    ...hostile(number),
    ...mutations(number, dice, 330),
  ]
}

type Number = () => number

const CHARSETS = [
  ...['us-ascii', 'utf-8', 'UTF8', 'iso-8859-1', 'iso-8859-2', 'iso-8859-5', 'iso-8859-15', 'windows-1250'],
  ...[
    'windows-1251',
    'windows-1252',
    'windows-1253',
    'windows-1255',
    'windows-1256',
    'windows-1257',
    'koi8-r',
  ],
  ...[
    'koi8-u',
    'gb2312',
    'gbk',
    'gb18030',
    'big5',
    'euc-jp',
    'iso-2022-jp',
    'shift_jis',
    'euc-kr',
    'iso-2022-kr',
  ],
  ...[
    'utf-16',
    'utf-16le',
    'utf-7',
    'macintosh',
    'x-unknown',
    '',
    'utf-8; x',
    '"',
    'ansi_x3.110-1983',
    'cp850',
  ],
]

const charsets = (number: Number): OddMail[] =>
  CHARSETS.flatMap((charset) =>
    ['7bit', 'base64', 'quoted-printable', 'x-uuencode'].map((encoding) => {
      const bytes = latin('Gr\xfc\xdfe \xc4\xe3\xba\xc3 \x1b$B\x46\x7c\x1b(B =C3=BC aGVsbG8=')
      const body = encoding === 'base64' ? latin(bytes.toString('base64')) : bytes
      const more = [
        `Content-Type: text/plain; charset=${charset}`,
        `Content-Transfer-Encoding: ${encoding}`,
        `X-Name: =?${charset}?B?${bytes.toString('base64')}?=`,
      ]
      return { name: `charset ${charset} ${encoding}`, raw: mail(number(), more, body) }
    }),
  )

const SUBJECTS = [
  '=?utf-8?B?4oI=?= =?utf-8?B?rA==?=',
  '=?utf-8?Q?=E2=82?= =?utf-8?Q?=AC?=',
  '=?utf-8?X?zzz?=',
  '=?utf-8?B?!!!?=',
  '=?utf-8?Q?unterminated',
  '=??Q??=',
  '=?utf-8*en?Q?with_language?=',
  'bidi \xe2\x80\xae gpj.exe',
  'NUL \x00 inside',
  'tab\tand\x0bvertical\x0c',
  '\r\n folded\r\n\t more',
  '\r\n \r\n still subject',
  'x'.repeat(20_000),
  '',
  '[#123] Re: AW: Fwd: 123',
  '<script>alert(1)</script>',
  '=?utf-8?B?PHNjcmlwdD4NCkJjYzogeEB5Lno=?=',
  '=?utf-8?Q?line=0D=0ABcc:_x@y.example?=',
  '{{ticket.id}} {% raw %}',
  '%s%n%x $ {jndi:ldap://x}',
]
const FROMS = [
  'sender@odd.example',
  '<sender@odd.example>',
  'Sender sender@odd.example',
  '"a@bank.example" <z@odd.example>',
  'a@odd.example, b@odd.example',
  'Group: a@odd.example, b@odd.example;',
  'undisclosed-recipients:;',
  '',
  '<>',
  '@',
  'nobody',
  '=?utf-8?B?YUBiYW5rLmV4YW1wbGUs?= <z@odd.example>',
  '"quoted \\" name" <q@odd.example>',
  'trailing@odd.example,',
  'a@odd.example\x00@evil.example',
  'müller@münchen.example',
  'User <user@[192.0.2.1]>',
  `${'x'.repeat(500)}@odd.example`,
  '(comment) c@odd.example (more)',
  'a@odd.example <b@odd.example>',
]

const headers = (number: Number): OddMail[] => {
  const subjects = SUBJECTS.map((subject) => {
    const n = number()
    return {
      name: `subject ${n}`,
      raw: latin(`From: s${n}@odd.example\r\nSubject: ${subject}\r\n\r\nbody ${n}`),
    }
  })
  const froms = FROMS.map((from) => {
    const n = number()
    return { name: `from ${n}`, raw: latin(`From: ${from}\r\nSubject: from ${n}\r\n\r\nbody ${n}`) }
  })
  const others = [
    ['no header', '\r\nbody only'],
    ['nothing', ''],
    ['only line ends', '\r\n\r\n\r\n'],
    ['no blank line', 'From: a@odd.example\r\nSubject: s\r\nthis is no header'],
    ['mbox line', 'From a@odd.example Mon Jan  1 00:00:00 2024\r\nFrom: a@odd.example\r\n\r\nx'],
    ['bare CR', 'From: a@odd.example\rSubject: s\r\rbody'],
    ['bare LF', 'From: a@odd.example\nSubject: s\n\nbody'],
    ['mixed line ends', 'From: a@odd.example\r\nSubject: s\n\r\nbody\rmore\n'],
    ['two Froms', 'From: a@odd.example\r\nFrom: b@odd.example\r\n\r\nx'],
    ['blank before colon', 'From : a@odd.example\r\nSubject : s\r\n\r\nx'],
    ['BOM', '\xef\xbb\xbfFrom: a@odd.example\r\n\r\nx'],
    ['date from the future', 'From: a@odd.example\r\nDate: Fri, 31 Dec 9999 23:59:59 +9999\r\n\r\nx'],
    ['no date at all', 'From: a@odd.example\r\nDate: yesterday\r\n\r\nx'],
    ['prototype', 'From: a@odd.example\r\n__proto__: x\r\nconstructor: y\r\nToString: z\r\n\r\nx'],
    ['references', `From: a@odd.example\r\nReferences: ${'<x@y.example> '.repeat(5_000)}\r\n\r\nx`],
    [
      'token in References',
      `From: a@odd.example\r\nIn-Reply-To: <mst.1.2.n.${'a'.repeat(26)}@example.com>\r\n\r\nx`,
    ],
    [
      'huge To',
      `From: a@odd.example\r\nTo: ${Array.from({ length: 3_000 }, (_, i) => `p${i}@odd.example`).join(', ')}\r\n\r\nx`,
    ],
    ['raw latin header', 'From: J\xfcrgen <j@odd.example>\r\nSubject: Gr\xfc\xdfe\r\n\r\nGr\xfc\xdfe'],
  ] as const
  return [...subjects, ...froms, ...others.map(([name, text]) => ({ name, raw: latin(text) }))]
}

const part = (type: string, body: string, more = ''): string =>
  `Content-Type: ${type}\r\n${more}\r\n${body}\r\n`

const structures = (number: Number): OddMail[] => {
  const text = part('text/plain', 'hello')
  const html = part('text/html', '<p>hello</p>')
  const file = part('application/pdf; name="a.pdf"', 'JVBERi0=', 'Content-Transfer-Encoding: base64\r\n')
  const inner = part('message/rfc822', 'From: x@odd.example\r\nSubject: inner\r\n\r\ninner')
  const bodies: [string, string, string][] = [
    ['no boundary', 'multipart/mixed', `--b\r\n${text}--b--`],
    ['wrong boundary', 'multipart/mixed; boundary=c', `--b\r\n${text}--b--`],
    ['unterminated', 'multipart/mixed; boundary=b', `--b\r\n${text}--b\r\n${file}`],
    ['terminated twice', 'multipart/mixed; boundary=b', `--b\r\n${text}--b--\r\n--b\r\n${file}--b--`],
    ['empty boundary', 'multipart/mixed; boundary=""', `--\r\n${text}----`],
    [
      'long boundary',
      `multipart/mixed; boundary="${'b'.repeat(5_000)}"`,
      `--${'b'.repeat(5_000)}\r\n${text}`,
    ],
    ['boundary with blanks', 'multipart/mixed; boundary="a b "', `--a b \r\n${text}--a b --`],
    [
      'same boundary twice',
      'multipart/mixed; boundary=b',
      `--b\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n${text}--b--\r\n--b--`,
    ],
    ['alternative', 'multipart/alternative; boundary=b', `--b\r\n${text}--b\r\n${html}--b--`],
    ['html first', 'multipart/alternative; boundary=b', `--b\r\n${html}--b\r\n${text}--b--`],
    ['only a file', 'multipart/mixed; boundary=b', `--b\r\n${file}--b--`],
    ['nested mail', 'multipart/mixed; boundary=b', `--b\r\n${text}--b\r\n${inner}--b--`],
    [
      'digest',
      'multipart/digest; boundary=b',
      `--b\r\n\r\nFrom: x@odd.example\r\n\r\n1\r\n--b\r\n\r\nFrom: y@odd.example\r\n\r\n2\r\n--b--`,
    ],
    ['partial', 'message/partial; id="x"; number=1; total=3', 'first of three'],
    [
      'external',
      'message/external-body; access-type=url; URL="http://odd.example"',
      'Content-Type: text/plain\r\n\r\n',
    ],
    [
      'signed',
      'multipart/signed; boundary=b; protocol="application/pgp-signature"',
      `--b\r\n${text}--b\r\n${part('application/pgp-signature', '-----BEGIN')}--b--`,
    ],
    [
      'encrypted',
      'multipart/encrypted; boundary=b',
      `--b\r\n${part('application/pgp-encrypted', 'Version: 1')}--b\r\n${part('application/octet-stream', 'x')}--b--`,
    ],
    ['calendar', 'text/calendar; method=REQUEST', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'],
    ['tnef', 'application/ms-tnef; name=winmail.dat', 'x\x9f>"'],
    ['vcard', 'text/vcard', 'BEGIN:VCARD\r\nEND:VCARD'],
    ['svg', 'image/svg+xml; name=x.svg', '<svg onload=alert(1)>'],
    ['no type', '', 'hello'],
    ['odd type', 'text', 'hello'],
    ['type of blanks', '   ;;; charset', 'hello'],
    ['type with NUL', 'text/pl\x00ain', 'hello'],
  ]
  const names = [
    '../../x',
    'a\x00b',
    '\xe2\x80\xaegpj.exe',
    'CON',
    'x'.repeat(4_000),
    '.htaccess',
    'a/b\\c',
    '"',
    "'; --",
    '=?utf-8?Q?=2E=2E=2Fx?=',
  ]
  return [
    ...bodies.map(([name, type, body]) => ({
      name,
      raw: mail(number(), [`MIME-Version: 1.0`, `Content-Type: ${type}`], body),
    })),
    ...names.map((name) => ({
      name: `file ${JSON.stringify(name).slice(0, 30)}`,
      raw: mail(
        number(),
        ['Content-Type: multipart/mixed; boundary=b'],
        `--b\r\n${text}--b\r\n${part('application/octet-stream', 'x', `Content-Disposition: attachment; filename="${name}"\r\n`)}--b--`,
      ),
    })),
  ]
}

const bodies = (number: Number): OddMail[] => {
  const texts: [string, string, string | Buffer][] = [
    ['blank', 'text/plain', '   \r\n\t\r\n'],
    ['NULs', 'text/plain', '\0'.repeat(1_000)],
    ['quote only', 'text/plain', '> a\r\n> b'],
    ['reply', 'text/plain', 'yes\r\n\r\nOn Monday, X wrote:\r\n> no'],
    ['flowed', 'text/plain; format=flowed; delsp=yes', 'long \r\nline \r\nhere'],
    ['uuencoded', 'text/plain', 'begin 644 a.txt\r\n#0V%T\r\n`\r\nend'],
    ['lone surrogates', 'text/plain; charset=utf-16le', Buffer.from([0x00, 0xd8, 0x41, 0x00])],
    [
      'invalid UTF-8',
      'text/plain; charset=utf-8',
      Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xf0, 0x28, 0x8c, 0xbc]),
    ],
    ['emoji', 'text/plain; charset=utf-8', Buffer.from('👩‍👩‍👧‍👦 zalgo t̵̢̛h̷e'.repeat(50))],
    ['bidi', 'text/plain; charset=utf-8', Buffer.from('\u202e\u2066\u200b\ufeff hidden')],
    ['html only', 'text/html', '<html><body><p>hi</p></body></html>'],
    ['html not closed', 'text/html', '<table><tr><td><p>hi<div><b><i>there'],
    ['html comment open', 'text/html', 'before <!-- never closed'],
    ['html script', 'text/html', '<script>alert(1)</script><img src=x onerror=alert(1)>ok'],
    ['html style', 'text/html', '<style>*{background:url(//evil.example)}</style>ok'],
    ['html empty', 'text/html', '<html></html>'],
    ['html of one image', 'text/html', '<img src="https://cdn.example/x.png">'],
    ['html entities', 'text/html', '&#0;&#xd800;&#x110000;&nbsp;&unknown;&lt;b&gt;'],
    [
      'Word',
      'text/html',
      '<!--[if gte mso 9]><xml><o:x/></xml><![endif]--><p class=MsoNormal>hi<o:p></o:p></p>',
    ],
    ['html in latin', 'text/html; charset=iso-8859-1', 'Gr\xfc\xdfe'],
  ]
  return texts.map(([name, type, body]) => ({
    name: `body ${name}`,
    raw: mail(number(), [`Content-Type: ${type}`], body),
  }))
}

const machines = (number: Number): OddMail[] => {
  const marks = [
    'Auto-Submitted: auto-replied',
    'Precedence: bulk',
    'X-Autoreply: yes',
    'List-Id: <l.odd.example>',
    'X-Auto-Response-Suppress: All',
    'X-Loop: support@example.com',
  ]
  const report =
    '--b\r\nContent-Type: text/plain\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--b--'
  return [
    ...marks.map((mark) => ({ name: mark, raw: mail(number(), [mark], 'automatic') })),
    {
      name: 'delivery report',
      envelopeFrom: '',
      raw: mail(
        number(),
        ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
        report,
      ),
    },
    {
      name: 'report without parts',
      envelopeFrom: '',
      raw: mail(number(), ['Content-Type: multipart/report'], 'failed'),
    },
    { name: 'null sender', envelopeFrom: '', raw: mail(number(), [], 'hm') },
    { name: 'from ourselves', raw: latin('From: support@example.com\r\nSubject: loop\r\n\r\nloop') },
  ]
}

const hostile = (number: Number): OddMail[] => {
  const html = ['Content-Type: text/html']
  const nested = (levels: number): string =>
    Array.from(
      { length: levels },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
    ).join('')
  const nestedMails = (levels: number): string => 'Content-Type: message/rfc822\r\n\r\n'.repeat(levels)
  return [
    { name: '1,000 levels', raw: latin(`${head(number())}\r\n${nested(1_000)}\r\nx`) },
    { name: '1,000 mails in mails', raw: latin(`${head(number())}\r\n${nestedMails(1_000)}\r\nx`) },
    { name: '100,000 headers', raw: latin(`${head(number())}\r\n${'X-A: b\r\n'.repeat(100_000)}\r\nx`) },
    { name: 'a header of 3 MB', raw: mail(number(), [`X-A: ${'y'.repeat(3_000_000)}`], 'x') },
    { name: 'folded 50,000 times', raw: mail(number(), [`X-A: y${'\r\n y'.repeat(50_000)}`], 'x') },
    {
      name: '10,000 parts',
      raw: mail(
        number(),
        ['Content-Type: multipart/mixed; boundary=b'],
        '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(10_000),
      ),
    },
    {
      name: '10,000 files',
      raw: mail(
        number(),
        ['Content-Type: multipart/mixed; boundary=b'],
        '--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n'.repeat(10_000),
      ),
    },
    { name: 'a line of 20 MB', raw: mail(number(), [], 'x'.repeat(20_000_000)) },
    { name: '100,000 line ends', raw: mail(number(), [], '\r\n'.repeat(100_000)) },
    { name: 'blanks', raw: mail(number(), html, `${' \t\n'.repeat(100_000)}end`) },
    { name: '300,000 open tags', raw: mail(number(), html, '<div>'.repeat(300_000)) },
    {
      name: 'tags that never match',
      raw: mail(number(), html, `${'<b>'.repeat(300_000)}x${'</i>'.repeat(300_000)}`),
    },
    {
      name: '10,000 links',
      raw: mail(number(), html, '<a href="https://odd.example/x?y=1">link</a> '.repeat(10_000)),
    },
    {
      name: '100,000 attributes',
      raw: mail(number(), html, `<p ${Array.from({ length: 100_000 }, (_, i) => `a${i}=b`).join(' ')}>x</p>`),
    },
    {
      name: '40,000 cells',
      raw: mail(number(), html, `<table>${'<tr><td>x</td></tr>'.repeat(40_000)}</table>`),
    },
    { name: '300,000 entities', raw: mail(number(), html, '&lt;'.repeat(300_000)) },
    { name: '500,000 comments', raw: mail(number(), html, '<!---->x'.repeat(500_000)) },
    { name: 'quotes on quotes', raw: mail(number(), [], `${'>'.repeat(100_000)} x\r\n`.repeat(20)) },
    { name: 'attributions', raw: mail(number(), [], 'On On On On wrote wrote: x\r\n'.repeat(50_000)) },
    {
      name: 'encoded words',
      raw: mail(
        number(),
        [`X: ${'=?utf-8?Q?=41?= '.repeat(30_000)}`, `Subject: ${'=?utf-8?B?QQ==?= '.repeat(30_000)}`],
        'x',
      ),
    },
    {
      name: 'addresses',
      raw: mail(
        number(),
        [`Cc: ${'"'.repeat(50_000)}`, `Reply-To: ${'<'.repeat(50_000)}`, `Bcc: ${'('.repeat(50_000)}`],
        'x',
      ),
    },
    {
      name: 'boundaries',
      raw: mail(number(), ['Content-Type: multipart/mixed; boundary=b'], '--b\r\n'.repeat(40_000)),
    },
    {
      name: 'base64 of nothing',
      raw: mail(number(), ['Content-Transfer-Encoding: base64'], '='.repeat(500_000)),
    },
    {
      name: 'parameters',
      raw: mail(
        number(),
        [`Content-Type: text/plain; ${Array.from({ length: 20_000 }, (_, i) => `p*${i}*=x`).join('; ')}`],
        'x',
      ),
    },
  ]
}

/** Ordinary mails that a bad line, a bad disk or somebody's patience has been at. */
const mutations = (number: Number, dice: Dice, count: number): OddMail[] =>
  Array.from({ length: count }, (_, i) => {
    let raw: Buffer = dice.pick(SEEDS)(number())
    const times = 1 + dice.below(4)
    for (let k = 0; k < times; k++) raw = dice.pick(MUTATIONS)(raw, dice)
    return { name: `mutation ${i}`, raw }
  })

const SEEDS: readonly ((n: number) => Buffer)[] = [
  (n) =>
    mail(n, ['Content-Type: text/plain; charset=utf-8'], Buffer.from('Grüße aus München\r\n\r\n-- \r\nSig')),
  (n) =>
    mail(
      n,
      ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="m"'],
      '--m\r\nContent-Type: multipart/alternative; boundary="a"\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nhello\r\n--a\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p style=3D"x">hello <b>there</b></p>\r\n--a--\r\n--m\r\nContent-Type: image/png; name="a.png"\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <a@b>\r\nContent-Disposition: inline; filename="a.png"\r\n\r\niVBORw0KGgo=\r\n--m--\r\n',
    ),
  (n) =>
    mail(
      n,
      ['Content-Type: text/html; charset=windows-1252'],
      '<div class="gmail_quote"><blockquote type=cite>old</blockquote></div><p>new \x80</p>',
    ),
  (n) =>
    mail(
      n,
      ['Subject: =?utf-8?B?4oKsIDEwMA==?=', 'References: <a@b.example> <c@d.example>'],
      'yes\r\n\r\nOn Mon, X wrote:\r\n> no\r\n',
    ),
]

const at = (raw: Buffer, dice: Dice): number => dice.below(Math.max(raw.length, 1))

const MUTATIONS: readonly ((raw: Buffer, dice: Dice) => Buffer)[] = [
  // Cut off.
  (raw, dice) => raw.subarray(0, at(raw, dice)),
  // A burst of noise.
  (raw, dice) => {
    const noisy = Buffer.from(raw)
    dice.bytes(1 + dice.below(20)).copy(noisy, at(raw, dice))
    return noisy
  },
  // A line gone, doubled, or somewhere else.
  (raw, dice) => edited(raw, (lines) => lines.splice(dice.below(lines.length), 1)),
  (raw, dice) => edited(raw, (lines) => lines.splice(dice.below(lines.length), 0, dice.pick(lines))),
  (raw, dice) =>
    edited(raw, (lines) =>
      lines.splice(dice.below(lines.length), 0, ...lines.splice(dice.below(lines.length), 1)),
    ),
  // Line ends of another system.
  (raw) => latin(raw.toString('latin1').replaceAll('\r\n', '\n')),
  // Padding.
  (raw, dice) => Buffer.concat([raw, Buffer.alloc(dice.below(5_000), dice.below(256))]),
  // A piece twice.
  (raw, dice) => {
    const from = at(raw, dice)
    return Buffer.concat([raw, raw.subarray(from, from + dice.below(500))])
  },
]

const edited = (raw: Buffer, edit: (lines: string[]) => void): Buffer => {
  const lines = raw.toString('latin1').split('\r\n')
  edit(lines)
  return latin(lines.join('\r\n'))
}
