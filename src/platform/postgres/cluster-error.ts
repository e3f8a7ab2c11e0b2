/** The embedded database cannot be used; the message tells the operator why and what to do. */
export class ClusterError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ClusterError'
  }
}

/** The `code` of a Node or PostgreSQL error, such as `ENOENT` or `57P03`; `undefined` where there is none. */
export const codeOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

export const isErrno = (error: unknown, ...codes: string[]): boolean => codes.includes(codeOf(error) ?? '')
