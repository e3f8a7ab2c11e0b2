import {
  changeGroupSlaPolicy,
  changeSlaPolicy,
  GROUP_SLA_POLICY_KIND,
  type GroupSlaPolicyBody,
  newGroupSlaPolicy,
  newSlaPolicy,
  type PolicyInput,
  readGroupSlaPolicyBody,
  readSlaPolicyBody,
  SLA_POLICY_KIND,
  type SlaPolicyBody,
  ulidOf,
} from '../core/index.ts'
import type { Noun } from './policies.ts'

export const SLA_POLICIES: Noun<SlaPolicyBody, PolicyInput> = {
  kind: SLA_POLICY_KIND,
  name: 'SLA',
  path: '/api/v2/slas/policies',
  read: readSlaPolicyBody,
  keyOf: ({ id }) => String(id),
  make: (_room, input, position, desk) => newSlaPolicy(input, position, desk),
  change: changeSlaPolicy,
}

export const GROUP_SLA_POLICIES: Noun<GroupSlaPolicyBody, PolicyInput> = {
  kind: GROUP_SLA_POLICY_KIND,
  name: 'group SLA',
  path: '/api/v2/group_slas/policies',
  read: readGroupSlaPolicyBody,
  keyOf: ({ body }) => body.ulid,
  make: ({ ground }, input, position, desk) =>
    newGroupSlaPolicy(input, { ulid: ulidOf(desk.at, ground.randomBytes(10)), position }, desk),
  change: changeGroupSlaPolicy,
}
