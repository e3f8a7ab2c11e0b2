import type { Id, Instant } from '../../kernel/index.ts'
import { htmlToText, sanitizeHtml, textToHtml } from '../../platform/html/index.ts'
import {
  type Action,
  conversationValues,
  placeholdersOf,
  render,
  type Template,
  type ToldComment,
  valuesFor,
  withContent,
} from '../../rules/core/index.ts'
import { act } from '../core/act.ts'
import { type Attempt, actingAs } from '../core/attempt.ts'
import { type Change, noChange } from '../core/change.ts'
import { contentFor } from '../core/dynamic-content.ts'
import { placeholderFacts } from '../core/notices.ts'
import type { Policy } from '../core/policy.ts'
import type { Context, Person } from '../core/state.ts'
import type { Ticket } from '../core/ticket.ts'
import { viaOf } from '../wire/names.ts'

/** What a macro is applied to, and by whom. */
export type Applying = {
  readonly ticket: Ticket
  readonly context: Context
  readonly policy: Policy
  readonly person: Person
  readonly at: Instant
  /** What was said on it, oldest first, the description at its head: for placeholders that stand for it. */
  readonly said: readonly ToldComment[]
}

/** What comes of a macro: a ticket as it would be, and a comment. Nothing is saved. */
export type Applied = {
  readonly ticket: Ticket
  readonly comment: DraftedComment | null
  readonly fileIds: readonly Id[]
  /** What could not be done, in sentences. */
  readonly problems: readonly string[]
}

export type DraftedComment = {
  readonly body: string
  readonly html: string
  /** By channel, as they were written: `["channel:web", "…"]`. */
  readonly scoped: readonly (readonly [channel: string, body: string])[]
  /** Undefined: as the ticket's comments are. */
  readonly isPublic: boolean | undefined
}

/** Applies actions of a macro one after the other, each to what the ones before have made. */
export const applyMacro = (actions: readonly Action[], applying: Applying): Applied => {
  const attempt = attemptOf(applying)
  const problems: string[] = []
  const writing: Writing = { ...applying, problems }
  for (const action of actions) problems.push(...(changeTicket(attempt, action, writing) ?? []))
  return {
    ticket: { ...attempt.draft },
    comment: draftComment(actions, attempt, writing),
    fileIds: actions.flatMap((action) => (action.kind === 'attachments' ? action.ids : [])),
    problems,
  }
}

/** Where is noted what cannot be written. */
type Writing = Applying & { readonly problems: string[] }

const attemptOf = ({ ticket, context, policy, person, at }: Applying): Attempt => {
  const role = policy.roles.get(person.roleId)
  const change: Change = {
    ...noChange,
    kind: 'update',
    actor: { kind: 'user', id: person.id },
    via: viaOf('api'),
  }
  return {
    before: ticket,
    draft: { ...ticket },
    change,
    acting: role
      ? actingAs(person, role)
      : { person, role: null, viewer: null, isSystem: false, isStaff: false },
    policy,
    context,
    at,
    clocks: null,
    hours: () => {
      throw new Error('a macro moves no clocks')
    },
    untold: null,
    description: null,
    errors: [],
  }
}

const changeTicket = (attempt: Attempt, action: Action, applying: Writing): string[] | undefined => {
  switch (action.kind) {
    case 'comment':
    case 'comment_mode':
    case 'attachments':
    case 'notify':
    case 'webhook':
    case 'target':
      return undefined
    case 'own_group':
      return toOwnGroup(attempt, applying)
    case 'subject':
      attempt.draft.subject = written(action.template, 'line', attempt, applying)
      return undefined
    default:
      return act(attempt, action)
  }
}

/** Their first group, where they are in several. */
const toOwnGroup = (attempt: Attempt, { person }: Applying): string[] | undefined => {
  const id = person.defaultGroupId ?? person.groupIds[0] ?? null
  return id === null ? ['Group: whoever applies this is in none'] : act(attempt, { kind: 'group', id })
}

type Commenting = Extract<Action, { kind: 'comment' }>

const draftComment = (
  actions: readonly Action[],
  attempt: Attempt,
  applying: Writing,
): DraftedComment | null => {
  const texts = actions.filter((action): action is Commenting => action.kind === 'comment')
  const mode = actions.findLast((action) => action.kind === 'comment_mode')
  if (texts.length === 0 && mode === undefined) return null
  const parts = texts.map((action) => ({ channel: action.channel, ...partOf(action, attempt, applying) }))
  // Whoever writes here answers by the web: what is meant for chats stands among the scoped ones alone.
  const shown = parts.filter(({ channel }) => channel !== 'chat')
  return {
    body: shown.map(({ text }) => text).join('\n\n'),
    html: shown.map(({ html }) => html).join(''),
    scoped: parts.map(({ channel, text }) => [`channel:${channel}`, text] as const),
    isPublic: mode?.isPublic,
  }
}

const partOf = (
  { format, template }: Commenting,
  attempt: Attempt,
  applying: Writing,
): { readonly text: string; readonly html: string } => {
  if (format === 'text') {
    const text = written(template, 'text', attempt, applying)
    return { text, html: textToHtml(text) }
  }
  const html = sanitizeHtml(written(template, 'html', attempt, applying))
  return { html, text: htmlToText(html) }
}

/** A template with its values, for the agent who looks at it before it is sent; empty where it cannot be written. */
const written = (
  { source }: Template,
  format: 'text' | 'html' | 'line',
  attempt: Attempt,
  { person, said, policy, problems }: Writing,
): string => {
  const withWords = withContent(source, (key) => {
    const content = policy.dynamicContent.get(key)
    return (
      content &&
      contentFor(content, attempt.context.users[String(attempt.draft.requesterId)]?.locale ?? person.locale)
    )
  })
  const placeholders = placeholdersOf(withWords)
  const facts = placeholderFacts(attempt, person.id)
  const values = valuesFor(placeholders.ok ? placeholders.value : [], facts, 'agent')
  const rendered = render(withWords, values, { format, late: conversationValues(said) })
  if (rendered.ok) return rendered.value
  problems.push(`Text: cannot be written: ${rendered.error}`)
  return ''
}
