import { err, isId, ok } from '../../kernel/index.ts'
import { idOf, type Read, readTemplate } from './action-values.ts'
import { textOf } from './kinds.ts'

const MAX_FILES = 100
const CHANNELS = ['all', 'web', 'chat'] as const

const readSubject: Read = (value) => {
  const template = readTemplate(value, 'a subject')
  if (!template.ok) return template
  return template.value.source.trim() === ''
    ? err('must not be empty')
    : ok({ kind: 'subject', template: template.value })
}

/** A text, or `["channel:web", text]`: one for replies by that channel. */
const readComment =
  (format: 'text' | 'html'): Read =>
  (value) => {
    const [named, text] = Array.isArray(value) && value.length === 2 ? value : ['channel:all', value]
    const channel = CHANNELS.find((name) => textOf(named ?? null) === `channel:${name}`)
    if (!channel) return err(`must begin with one of ${CHANNELS.map((name) => `channel:${name}`).join(', ')}`)
    const template = readTemplate(text ?? null, 'a text')
    return template.ok ? ok({ kind: 'comment', format, channel, template: template.value }) : template
  }

const readMode: Read = (value) => {
  const text = textOf(value)?.trim()
  return text === 'true' || text === 'false'
    ? ok({ kind: 'comment_mode', isPublic: text === 'true' })
    : err('must be true or false')
}

const readFiles: Read = (value) => {
  const ids = (Array.isArray(value) ? value : [value]).map(idOf)
  if (ids.length === 0 || ids.length > MAX_FILES) return err(`must be 1 to ${MAX_FILES} ids`)
  return ids.every((id) => isId(id)) ? ok({ kind: 'attachments', ids: ids.filter(isId) }) : err('must be ids')
}

/** Actions of macros alone: what they draft. */
export const MACRO_READERS: { readonly [field: string]: Read } = {
  subject: readSubject,
  comment_value: readComment('text'),
  comment_value_html: readComment('html'),
  comment_mode_is_public: readMode,
  attachment: readFiles,
}
