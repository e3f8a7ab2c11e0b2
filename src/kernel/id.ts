/** Ids are integers below 9.0e15, so that every JSON client keeps them exactly. */
export type Id = number

export const MAX_ID = 9.0e15

export const isId = (value: unknown): value is Id =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value < MAX_ID

/** Reads an id from text such as a path segment; `undefined` when it names nothing we could have issued. */
export const parseId = (text: string): Id | undefined => {
  if (!/^\d{1,16}$/.test(text)) return undefined
  const id = Number(text)
  return isId(id) ? id : undefined
}
