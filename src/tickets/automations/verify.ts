import type { Verifier } from '../../platform/module.ts'
import { untoldFirings } from './store.ts'

/** Each audit of an automation is noted, or the automation would act once more. */
export const firingVerifier: Verifier = {
  name: 'automation_firings',
  async *verify(db) {
    for (const { ticketId, automationId } of await untoldFirings(db))
      yield `ticket ${ticketId}: automation ${automationId} acted more often than is noted`
  },
}
