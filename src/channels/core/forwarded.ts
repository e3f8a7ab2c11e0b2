import { cleanMailbox, cleanSubject } from './clean-values.ts'
import type { Forwarded } from './mail.ts'

/** A long mail is looked through this far. */
const MAX_LINES = 2_000
const MAX_LINE = 1_000

/** `Fwd:` and its kin, as clients put it before a subject. */
const PREFIX =
  /^\s*(?:fwd?|wg|tr|rv|enc|i|vs|vb|doorst|pd|yml|továbbítás|přep|пересл|转发|轉寄|転送|전달)\s*[:：]\s*/i

/** The line that says so itself: Gmail's and Thunderbird's between dashes, Apple's with a colon. */
const MARK =
  /^[-_ ]{2,}\s*(?:forwarded message|original message|weitergeleitete nachricht|ursprüngliche nachricht|message transféré|message transmis|message d'origine|mensaje reenviado|mensaje original|messaggio inoltrato|messaggio originale|mensagem encaminhada|mensagem original|doorgestuurd bericht|oorspronkelijk bericht|vidarebefordrat meddelande|videresendt (?:melding|meddelelse|besked)|przekazana wiadomość|wiadomość oryginalna|přeposlaná zpráva|пересылаемое сообщение|пересланное сообщение|転送メッセージ|转发的邮件|轉寄的郵件|전달된 메시지)\s*[-_ ]{2,}\s*$/i
const MARK_APPLE =
  /^(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|inizio messaggio inoltrato|início da mensagem (?:reencaminhada|encaminhada)|begin doorgestuurd bericht|vidarebefordrat brev|start på videresendt (?:besked|melding)|początek przekazywanej wiadomości|начало переадресованного сообщения|転送されたメッセージ|以下是转发的邮件|開始轉寄郵件|전달된 메시지)\s*[:：]\s*$/i

const KEYS = {
  from: /^(?:from|von|de|da|van|från|fra|od|от|发件人|寄件者|差出人|送信者|보낸 사람)$/i,
  subject:
    /^(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|předmět|тема|主题|主旨|件名|제목)$/i,
  other:
    /^(?:date|datum|sent|gesendet|envoyé|fecha|enviado(?: el)?|data|inviato|enviada em|verzonden|datum|skickat|dato|sendt|data|wysłano|datum|odesláno|дата|отправлено|日期|发送时间|寄件日期|日付|送信日時|날짜|보낸 날짜|to|an|à|a|para|aan|till|til|do|komu|кому|收件人|收件者|宛先|받는 사람|cc|kopie|copie|копия|抄送|副本|참조|reply-to|antwort an|répondre à)$/i,
} as const

/** How a mail client retells a mail; null where the text holds none, or nothing says that it was forwarded. */
export const readForwarded = (subject: string, text: string): Forwarded | null => {
  const lines = text.split('\n').slice(0, MAX_LINES).map(bare)
  const mark = lines.findIndex((line) => MARK.test(line) || MARK_APPLE.test(line))
  if (mark < 0 && !PREFIX.test(subject)) return null
  const head = headIn(lines, mark < 0 ? 0 : mark + 1)
  if (head === undefined) return null
  const above = lines.slice(0, mark < 0 ? head.start : mark)
  const body = text.split('\n').slice(head.end)
  const isQuoted = body.every((line) => line.trim() === '' || line.startsWith('>'))
  return {
    from: head.from,
    subject: cleanSubject(head.subject) || unprefixed(subject),
    text: body
      .map((line) => (isQuoted ? bare(line) : line))
      .join('\n')
      .trim(),
    note: above
      .filter((line) => !/^[-_]{10,}$/.test(line))
      .join('\n')
      .trim(),
    html: null,
  }
}

/** A subject without the marks of forwarding. */
export const unprefixed = (subject: string): string => {
  const shorter = subject.replace(PREFIX, '')
  return shorter === subject ? subject : unprefixed(shorter)
}

const bare = (line: string): string =>
  line
    .slice(0, MAX_LINE)
    .replace(/^(?:>[ \t]?)+/, '')
    .replace(/\r$/, '')
    .replace(/^\*(.{1,40}?)\*/, '$1')
    .trimEnd()

type Head = {
  readonly start: number
  readonly end: number
  readonly from: Forwarded['from']
  readonly subject: string
}

/** The first run of at least two lines such as `From: Carol <carol@customer.example>`, one of them that of the author. */
const headIn = (lines: readonly string[], first: number): Head | undefined => {
  for (let start = first; start < lines.length; start++) {
    if (keyOf(lines[start] ?? '') === null) continue
    const end = endOfHead(lines, start)
    const head = lines.slice(start, end)
    const from = mailboxIn(partOf(head, 'from'))
    if (from !== null && head.length >= 2) return { start, end, from, subject: partOf(head, 'subject') }
    start = end
  }
  return undefined
}

/** A value may go on in the next line, as clients wrap it. */
const endOfHead = (lines: readonly string[], start: number): number => {
  let end = start
  while (
    end < lines.length &&
    (lines[end] ?? '').trim() !== '' &&
    (keyOf(lines[end] ?? '') !== null || goesOn(lines, end))
  )
    end++
  return end
}

const goesOn = (lines: readonly string[], at: number): boolean => keyOf(lines[at + 1] ?? '') !== null

const keyOf = (line: string): keyof typeof KEYS | null => {
  const key = /^([^:：]{1,30}?)\s*[:：]/u.exec(line)?.[1]?.trim() ?? ''
  const found = (Object.keys(KEYS) as (keyof typeof KEYS)[]).find((name) => KEYS[name].test(key))
  return found ?? null
}

const partOf = (head: readonly string[], key: keyof typeof KEYS): string =>
  head.find((line) => keyOf(line) === key)?.replace(/^[^:：]{1,30}[:：]\s*/u, '') ?? ''

const ADDRESS = /[^\s<>()[\]"',;:]{1,64}@[^\s<>()[\]"',;:]{1,255}/

/** `Carol <carol@…>`, `Carol [mailto:carol@…]`, `carol@…`. */
const mailboxIn = (value: string): Forwarded['from'] | null => {
  const address = ADDRESS.exec(value)?.[0]
  if (address === undefined) return null
  const name = value
    .slice(0, value.indexOf(address))
    .replace(/mailto:|[<[("']/gi, '')
    .trim()
  return cleanMailbox(name, address)
}
