import type { House } from '../../assemble.ts'
import type { AllDomains } from '../../domains.ts'
import type { Part } from '../../platform/module.ts'

export type Difference = { readonly verifier: string; readonly difference: string }

/** What the verifiers find in one part of the desk; those that cannot share the work do all of it with the first. */
export async function* differencesIn(
  { modules, database }: Pick<House<AllDomains>, 'modules' | 'database'>,
  part: Part,
): AsyncIterable<Difference> {
  for (const verifier of modules.flatMap(({ verifiers = [] }) => verifiers)) {
    if (part.index > 0 && verifier.isDivisible !== true) continue
    const found = verifier.isDivisible ? verifier.verify(database.db, part) : verifier.verify(database.db)
    for await (const difference of found) yield { verifier: verifier.name, difference }
  }
}
