import { err, type Id, type Json, ok, parseId, type Result } from '../../kernel/index.ts'
import type { Action, Message, Template } from './action.ts'
import type { Catalogue, Place } from './condition.ts'
import { textOf } from './kinds.ts'
import { MAX_TEMPLATE, placeholdersOf } from './template.ts'

export type ActionRules = { readonly place: Place; readonly catalogue: Catalogue }

/** Reads the value of one action. The error completes "the value of <field> …", or "<field> is not …". */
export type Read = (value: Json, rules: ActionRules) => Result<Action, string>

export const idOf = (value: Json): Id | undefined => parseId(textOf(value)?.trim() ?? '')

/** Reads a text with placeholders; `what` is what errors call it. */
export const readTemplate = (raw: Json, what: string): Result<Template, string> => {
  const source = textOf(raw)
  if (source === undefined) return err(`must hold ${what}`)
  if (source.length > MAX_TEMPLATE) return err(`is too long (maximum is ${MAX_TEMPLATE} characters)`)
  const placeholders = placeholdersOf(source)
  if (!placeholders.ok) return err(`has ${what} that cannot be read: ${placeholders.error}`)
  return ok({ source, placeholders: placeholders.value })
}

export const readMessage = (rawSubject: Json, rawBody: Json): Result<Message, string> => {
  const subject = readTemplate(rawSubject, 'a subject')
  if (!subject.ok) return subject
  const body = readTemplate(rawBody, 'a body')
  if (!body.ok) return body
  if (subject.value.source.length + body.value.source.length > MAX_TEMPLATE)
    return err(`is too long (maximum is ${MAX_TEMPLATE} characters)`)
  const placeholders = merged(subject.value.placeholders, body.value.placeholders)
  return ok({ subject: subject.value.source, body: body.value.source, placeholders })
}

/** Names that either list has, once each. */
export const merged = (...lists: readonly (readonly string[])[]): readonly string[] =>
  [...new Set(lists.flat())].sort()
