import { STANDARD_WEIGHTS } from '../../people/core/index.ts'
import type { Room } from '../room.ts'
import { type Weights, weightsIn } from './weight.ts'

/** What weighs how much on this desk now. */
export const weightsOf = async ({ ground }: Pick<Room, 'ground'>): Promise<Weights> =>
  weightsIn((await ground.policy.current()).document('account_settings', 1)?.body, STANDARD_WEIGHTS)
