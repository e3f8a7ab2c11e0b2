import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One thing that a file of tests proves of a row. */
export type Claim = { readonly row: string; readonly what: string; readonly file: string }

/** As `proven(row, what, …)` stands in the tests: there is no other list of them that could be forgotten. */
const CLAIM = /\bproven\(\s*'([A-Z]+-\d+)',\s*'([^']+)'/g

/** What all tests below `folders` claim to prove, in the order of the rows; files relative to `root`. */
export const claimsIn = (root: string, folders: readonly string[]): Claim[] =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(CLAIM)].map(([, row, what]) => ({
        row: row!,
        what: what!,
        file,
      })),
    )
    .sort(inOrder)

/** By row, numbers as numbers, then by what is proven. */
export const inOrder = (a: { row: string; what: string }, b: { row: string; what: string }): number =>
  `${a.row} ${a.what}`.localeCompare(`${b.row} ${b.what}`, 'en', { numeric: true })

/** The claims that a name asks for: a row, or a part of a file's path. */
export const named = (claims: readonly Claim[], name: string): Claim[] =>
  claims.filter(({ row, file }) => row.toLowerCase() === name.toLowerCase() || file.includes(name))
