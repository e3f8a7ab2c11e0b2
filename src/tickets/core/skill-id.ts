import type { Id } from '../../kernel/index.ts'

/**
 * Skills are known by UUIDs on the wire (zendesk-api.md 2.20), and by numbers within: the last fifteen digits of the
 * UUID, in hexadecimal.
 */
export const skillIdText = (id: Id): string => {
  const hex = id.toString(16).padStart(15, '0')
  return `00000000-0000-4000-8${hex.slice(0, 3)}-${hex.slice(3)}`
}

const TEXT = /^00000000-0000-4000-8([0-9a-f]{3})-([0-9a-f]{12})$/i

/** The number behind a UUID; undefined where it is none of ours. */
export const skillIdOf = (text: string): Id | undefined => {
  const [, head = '', tail = ''] = TEXT.exec(text) ?? []
  const id = Number.parseInt(`${head}${tail}`, 16)
  return id > 0 && id < 9.0e15 ? id : undefined
}
