import { parseId } from '../../kernel/index.ts'
import { DEFAULT_LOCALE, LOCALES, localeOf, type Person, type RoleKind } from '../../people/core/index.ts'
import type { FieldSpec, Place, Predicate } from './condition.ts'
import type { Facts } from './facts.ts'
import { negatedIf, sqlOf } from './fragment.ts'
import { EQUALITY, EVERYWHERE, idOr, MEMBERSHIP, ORDER, question, textOf } from './kinds.ts'
import { channelOf } from './via.ts'

/** Whoever asks. */
export const requester = ({ people, ticket }: Facts): Person | undefined => people.person(ticket.requesterId)

const hasRole = (find: (facts: Facts) => Person | undefined, kinds: readonly string[]): Predicate => {
  return (facts) => {
    const person = find(facts)
    return person !== undefined && kinds.includes(facts.people.roleKind(person))
  }
}

/** `end_user`, `agent` (light ones too), `admin` (owners too), or the id of a role. */
export const role = (
  name: string,
  find: (facts: Facts) => Person | undefined,
  places: readonly Place[],
): FieldSpec => {
  const kinds = question({
    name,
    places,
    operators: EQUALITY,
    cost: 2,
    answers: Object.fromEntries(
      Object.entries(ROLE_KINDS).map(([word, covered]) => [word, hasRole(find, covered)] as const),
    ),
  })
  return {
    ...kinds,
    parse: (value, operator, where) => {
      const id = parseId(textOf(value) ?? '')
      return id === undefined
        ? kinds.parse(value, operator, where)
        : { ok: true, value: { kind: 'scalars', values: [id] } }
    },
    compile: (operator, operand) => {
      const id = operand.kind === 'scalars' ? operand.values[0] : null
      if (typeof id !== 'number') return kinds.compile(operator, operand)
      return operator === 'is' ? (facts) => find(facts)?.roleId === id : (facts) => find(facts)?.roleId !== id
    },
    sql: (operator, operand, { columns }) => {
      const wanted = operand.kind === 'scalars' ? (operand.values[0] ?? null) : null
      const ids = typeof wanted === 'number' ? [wanted] : columns.roleIds(ROLE_KINDS[String(wanted)] ?? [])
      const { value } = columns.requesterRoleId
      return negatedIf(operator === 'is_not', sqlOf`${value} = any(${ids}::bigint[])`)
    },
  }
}

/** What the wire's words for roles cover. */
const ROLE_KINDS: { readonly [word: string]: readonly RoleKind[] } = {
  end_user: ['end_user'],
  'end-user': ['end_user'],
  agent: ['agent', 'light_agent'],
  admin: ['admin', 'owner'],
}

export const via = (name: string, places: readonly Place[], read: (facts: Facts) => string): FieldSpec => ({
  name,
  places,
  operators: name === 'via_id' ? [...EQUALITY, ...MEMBERSHIP] : EQUALITY,
  cost: 1,
  parse: (value) => {
    const texts = (Array.isArray(value) ? value : [value]).map((item) => textOf(item) ?? '')
    const channels = texts.map(channelOf)
    const isKnown = channels.length > 0 && channels.every((channel) => channel !== undefined)
    return isKnown
      ? { ok: true, value: { kind: 'scalars', values: channels } }
      : { ok: false, error: 'must be a channel, by id or name' }
  },
  compile: (operator, operand) => {
    const channels = operand.kind === 'scalars' ? operand.values : []
    const isNegative = operator === 'is_not' || operator === 'not_includes'
    return (facts) => channels.includes(read(facts)) !== isNegative
  },
  sql: (operator, operand, { columns }) => {
    const channels = operand.kind === 'scalars' ? operand.values : []
    const isNegative = operator === 'is_not' || operator === 'not_includes'
    return negatedIf(isNegative, sqlOf`${columns.channel.value} = any(${channels}::text[])`)
  },
})

/** Where no `@` is given (automations, views), the part before it is compared. */
export function recipient(): FieldSpec {
  return {
    name: 'recipient',
    places: EVERYWHERE,
    operators: EQUALITY,
    isImplied: true,
    cost: 2,
    parse: (value) => {
      const text = textOf(value)?.trim().toLowerCase()
      return text
        ? { ok: true, value: { kind: 'scalars', values: [text] } }
        : { ok: false, error: 'must be a support address' }
    },
    compile: (operator, operand) => {
      const wanted = operand.kind === 'scalars' ? String(operand.values[0]) : ''
      const isLocal = !wanted.includes('@')
      return ({ ticket }) => {
        const address = ticket.recipient?.toLowerCase()
        const found = isLocal ? address?.replace(/@[^@]*$/, '') : address
        return (found === wanted) === (operator === 'is')
      }
    },
    sql: (operator, operand, { columns }) => {
      const wanted = operand.kind === 'scalars' ? String(operand.values[0]) : ''
      const address = sqlOf`lower(${columns.recipient.value})`
      const found = wanted.includes('@') ? address : sqlOf`regexp_replace(${address}, '@[^@]*$', '')`
      return negatedIf(operator === 'is_not', sqlOf`${found} = ${wanted}::text`)
    },
  }
}

/** Conditions on accounts elsewhere, which old rules hold: understood, never true. */
export function neverHolds(name: string): FieldSpec {
  return {
    name: `requester_twitter_${name}`,
    places: ['trigger'],
    operators: [...EQUALITY, ...ORDER],
    cost: 0,
    parse: () => ({ ok: true, value: { kind: 'none' } }),
    compile: () => () => false,
  }
}

/** The language of the requester. */
export const requesterLocale = (): FieldSpec => ({
  ...question({
    name: 'locale_id',
    places: ['trigger', 'automation', 'view', 'routing'],
    operators: EQUALITY,
    answers: {},
  }),
  cost: 2,
  parse: idOr(),
  compile: (operator, operand) => {
    const id = operand.kind === 'scalars' ? operand.values[0] : null
    return (facts) => (localeOf(requester(facts)?.locale ?? null).id === id) === (operator === 'is')
  },
  sql: (operator, operand, { columns }) => {
    const id = operand.kind === 'scalars' ? operand.values[0] : null
    const codes = LOCALES.map(({ locale }) => locale.toLowerCase())
    const others = codes.filter((code) => localeOf(code).id !== id)
    const code = sqlOf`coalesce(lower(${columns.requesterLocale.value}), '')`
    // Whoever has none, or one that nobody knows, is spoken to in the desk's first language.
    const holds =
      id === DEFAULT_LOCALE.id
        ? sqlOf`${code} <> all(${others}::text[])`
        : sqlOf`${code} = any(${codes.filter((one) => localeOf(one).id === id)}::text[])`
    return negatedIf(operator === 'is_not', holds)
  },
})
