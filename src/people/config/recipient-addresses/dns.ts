import { Resolver } from 'node:dns/promises'

/** The TXT records of a domain, each in one piece; none where there is no such domain. Throws where nobody answers. */
export type TxtRecords = (domain: string) => Promise<readonly string[]>

const TIMEOUT_MS = 2_000

export const systemTxtRecords: TxtRecords = async (domain) => {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 })
  try {
    return (await resolver.resolveTxt(domain)).map((parts) => parts.join(''))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')
