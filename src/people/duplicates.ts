import { invalidField, Refused } from '../kernel/index.ts'
import { isUniqueViolation } from '../platform/db/index.ts'

export type UniqueIndexes = Readonly<Record<string, { readonly field: string; readonly description: string }>>

/** Runs a write; where a unique index of the map refuses it, the refusal names the field (422 DuplicateValue). */
export const namingDuplicates = async <T>(indexes: UniqueIndexes, write: () => Promise<T>): Promise<T> => {
  try {
    return await write()
  } catch (error) {
    for (const [index, { field, description }] of Object.entries(indexes))
      if (isUniqueViolation(error, index))
        throw new Refused(invalidField(field, description, 'DuplicateValue'))
    throw error
  }
}
