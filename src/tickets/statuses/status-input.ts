import { type Static, Type } from 'typebox'
import type { JsonObject } from '../../kernel/index.ts'
import { cleanName } from '../../people/core/index.ts'
import { STATUSES } from '../core/index.ts'
import { collecting, given } from '../fields/field-input.ts'

const text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))

/** What a client may send of a custom status. Its category stays the one it was made with. */
export const StatusInput = Type.Object({
  status_category: text,
  agent_label: text,
  raw_agent_label: text,
  end_user_label: text,
  raw_end_user_label: text,
  description: text,
  raw_description: text,
  end_user_description: text,
  raw_end_user_description: text,
  active: flag,
})
export type StatusInput = Static<typeof StatusInput>

/** Statuses that agents set: all but closed. */
export const CATEGORIES: readonly string[] = STATUSES.filter((status) => status !== 'closed')

const MAX_LABEL = 48
const MAX_DESCRIPTION = 255

type Wrong = Parameters<Parameters<typeof collecting>[0]>[0]

/** Reads a custom status; keys that were not given are absent. */
export const readStatusInput = (input: StatusInput, isNew: boolean): JsonObject =>
  collecting((wrong) => {
    const category = input.status_category
    if (isNew && !CATEGORIES.includes(category ?? ''))
      wrong('status_category', `Status category: must be one of ${CATEGORIES.join(', ')}`)
    const label = line('agent_label', input.agent_label ?? input.raw_agent_label, MAX_LABEL, wrong)
    if (label === '' || (isNew && label === undefined))
      wrong('agent_label', 'Agent label: cannot be blank', 'BlankValue')
    const endUserLabel = input.end_user_label ?? input.raw_end_user_label
    const description = input.description ?? input.raw_description
    const told = input.end_user_description ?? input.raw_end_user_description
    return {
      ...(isNew ? { status_category: category ?? '' } : {}),
      ...given('agent_label', label),
      ...given('end_user_label', line('end_user_label', endUserLabel, MAX_LABEL, wrong)),
      ...given('description', line('description', description, MAX_DESCRIPTION, wrong)),
      ...given('end_user_description', line('end_user_description', told, MAX_DESCRIPTION, wrong)),
      ...given('active', input.active ?? undefined),
    } as JsonObject
  })

const TITLES: Readonly<Record<string, string>> = {
  agent_label: 'Agent label',
  end_user_label: 'End user label',
  description: 'Description',
  end_user_description: 'End user description',
}

const line = (
  field: string,
  value: string | null | undefined,
  max: number,
  wrong: Wrong,
): string | undefined => {
  if (value == null) return undefined
  if (value.length > max)
    wrong(field, `${TITLES[field]}: is too long (maximum is ${max} characters)`, 'TooLong')
  return cleanName(value)
}
