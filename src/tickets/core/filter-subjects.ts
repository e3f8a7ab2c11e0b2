import type { FilterSubjects } from '../../sla/core/index.ts'
import { compilePolicy, type PolicySource } from './compile-policy.ts'
import type { Policy } from './policy.ts'
import { catalogueOf } from './trigger.ts'

type Snapshot = PolicySource & {
  compiled<T>(key: string, compile: (source: PolicySource) => T): T
}

/** What tickets have, under a version of the policy, that filters of SLA policies may ask about. */
export const filterSubjectsOf = (snapshot: Snapshot): FilterSubjects =>
  snapshot.compiled('tickets.filter_subjects', (source) => subjectsIn(compilePolicy(source)))

const subjectsIn = ({ fields, forms, customStatuses }: Policy): FilterSubjects => ({
  catalogue: catalogueOf(fields),
  fields: [...fields.values()]
    .filter(({ active }) => active)
    .sort((a, b) => a.position - b.position || a.id - b.id)
    .map(({ id, title, type, options }) => ({ id, name: title, type, options })),
  forms: [...forms.values()].filter(({ active }) => active).map(({ id, name }) => ({ id, name })),
  statuses: [...customStatuses.values()]
    .filter(({ active }) => active)
    .map(({ id, agentLabel }) => ({ id, name: agentLabel })),
})
