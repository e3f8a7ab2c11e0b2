import { type Id, type Instant, invalid, type JsonObject, Refused } from '../../kernel/index.ts'
import {
  GROUP_SLA_POLICY_KIND,
  groupSlaPoliciesOf,
  newGroupSlaPolicy,
  newSlaPolicy,
  type PolicyInput,
  SLA_POLICY_KIND,
  slaPoliciesOf,
} from '../../sla/core/index.ts'
import type { Policy } from '../core/index.ts'
import { catalogueOf } from '../core/trigger.ts'

/** Policies that are not stored, in the order in which they are tried; group policies stay as they are where not said. */
export type Proposal = {
  readonly policies: readonly PolicyInput[]
  readonly groupPolicies?: readonly PolicyInput[] | undefined
}

/** The desk's policy with proposed SLA policies in the place of its own. What is wrong is refused by its place. */
export const proposedPolicy = (
  policy: Policy,
  { policies, groupPolicies }: Proposal,
  at: Instant,
): Policy => {
  const catalogue = catalogueOf(policy.fields)
  const desk = { catalogue, isSchedule: (id: Id) => policy.clocks.hasSchedule(id), at }
  const read = (inputs: readonly PolicyInput[], field: string, make: Make): Document[] =>
    inputs.map((input, index) => {
      const made = make(input, index + 1)
      const id = index + 1
      if (made.ok) return { id, body: { ...made.value, position: id } as unknown as JsonObject }
      const details = (made.error.details ?? []).map((one) => ({
        ...one,
        field: `${field}[${index}].${one.field}`,
      }))
      throw new Refused(invalid(...details))
    })
  const documents: { readonly [kind: string]: readonly Document[] } = {
    [SLA_POLICY_KIND]: read(policies, 'policies', (input, position) => newSlaPolicy(input, position, desk)),
    [GROUP_SLA_POLICY_KIND]: read(groupPolicies ?? [], 'group_policies', (input, position) =>
      newGroupSlaPolicy(input, { position, ulid: `proposed ${position}` }, desk),
    ),
  }
  const source = { documents: (kind: string): readonly Document[] => documents[kind] ?? [] }
  return {
    ...policy,
    clocks: {
      ...policy.clocks,
      policies: slaPoliciesOf(source, { catalogue }),
      groupPolicies: groupPolicies ? groupSlaPoliciesOf(source, { catalogue }) : policy.clocks.groupPolicies,
    },
  }
}

type Document = { readonly id: Id; readonly body: JsonObject }
type Make = (
  input: PolicyInput,
  position: number,
) => ReturnType<typeof newSlaPolicy> | ReturnType<typeof newGroupSlaPolicy>
