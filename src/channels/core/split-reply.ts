/** Stands above the history in mails of ours; what follows it in an answer is quoted. */
export const REPLY_ABOVE_LINE = '##- Please type your reply above this line -##'

export type SplitText = {
  /** What the person wrote. */
  readonly reply: string
  /** What their client quoted below it; empty when there was nothing to fold away. */
  readonly quoted: string
}

/** Lines longer than this are never taken for a mark; so each pattern sees bounded text. */
const MAX_MARK_CHARACTERS = 300

/** `On Monday, Ada wrote:` and its kin. Some clients break it over two or three lines. */
const ATTRIBUTION =
  /^(>?\s*)(on|am|le|el|il|em|op|den|dne|w dniu|в|pada|στις|tarihinde|у)(?!\p{L}).{4,280}(wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napsal|napisał\(?a?\)?|написал\(?а?\)?|пишет|menulis|έγραψε|yazdı|kirjoitti)(?!\p{L}).{0,40}:\s*$/iu
const ATTRIBUTION_ASIAN =
  /^\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}.{0,200}(写道|書きました|のメール|作成|wrote)\s*[:：]\s*$/
const ORIGINAL =
  /^\s*[-_]{2,}\s*(original (message|appointment)|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|wiadomość oryginalna|исходное сообщение|元のメッセージ|原始邮件|原始郵件|원본 메시지)\s*[-_]{2,}/i
const HEADER_FROM = /^\*?(from|von|de|da|van|från|fra|od|от|发件人|寄件者|差出人|보낸 사람)\s*[:：]\*?\s*\S/i
const HEADER_NEXT =
  /^\*?(sent|date|to|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|para|asunto|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|отправлено|кому|тема|发送时间|收件人|主题|送信日時|宛先|件名)\s*[:：]/i
const RULE = /^_{10,}\s*$/

/**
 * Cuts a plain text before what the mail client quoted. What stands below a quote and is not quoted itself (answers
 * between the lines) keeps the whole together, and a mail that is nothing but a quote stays as it is.
 */
export const splitReply = (text: string): SplitText => {
  const lines = text.split('\n')
  const cut = cutAt(lines)
  if (cut === undefined) return { reply: text.trim(), quoted: '' }
  const reply = lines.slice(0, cut).join('\n').trim()
  if (reply === '') return { reply: text.trim(), quoted: '' }
  return { reply, quoted: lines.slice(cut).join('\n').trim() }
}

const cutAt = (lines: readonly string[]): number | undefined => {
  const block = lines.findIndex((line, at) => startsRest(lines, line, at))
  const quote = firstTrailingQuote(block < 0 ? lines : lines.slice(0, block))
  return quote ?? (block < 0 ? undefined : block)
}

/** Whether everything from this line on is the client's. */
const startsRest = (lines: readonly string[], line: string, at: number): boolean => {
  if (line.length > MAX_MARK_CHARACTERS || line === '') return false
  if (line.includes(REPLY_ABOVE_LINE) || ORIGINAL.test(line)) return true
  if (RULE.test(line)) return HEADER_FROM.test(next(lines, at))
  if (HEADER_FROM.test(line)) return HEADER_NEXT.test(next(lines, at))
  return false
}

const next = (lines: readonly string[], at: number): string =>
  (lines[at + 1] ?? '').slice(0, MAX_MARK_CHARACTERS)

/** Where the `>` lines that end the text begin, the line of attribution above them included. */
const firstTrailingQuote = (lines: readonly string[]): number | undefined => {
  let at = lines.length
  let quotes = 0
  while (at > 0) {
    const line = lines[at - 1] ?? ''
    if (line.startsWith('>')) quotes++
    else if (line.trim() !== '') break
    at--
  }
  if (quotes === 0) return trailingAttribution(lines, at)
  return trailingAttribution(lines, at) ?? at
}

/** The line of attribution (one to three lines, as clients wrap it) that ends right before `end`. */
const trailingAttribution = (lines: readonly string[], end: number): number | undefined => {
  for (const height of [1, 2, 3]) {
    if (end - height < 0) return undefined
    const joined = lines.slice(end - height, end).join(' ')
    if (joined.length > MAX_MARK_CHARACTERS) return undefined
    if (ATTRIBUTION.test(joined) || ATTRIBUTION_ASIAN.test(joined)) return end - height
  }
  return undefined
}
