import { type Instant, instantOf } from '../../kernel/index.ts'
import type { Act } from './act.ts'
import { arrivals } from './arrivals.ts'
import type { Cast } from './cast.ts'
import { conversation, type Step } from './conversation.ts'
import { momentQueue } from './heap.ts'
import { crowded, outagesIn } from './outages.ts'
import type { Random } from './random.ts'
import { recentTickets } from './recent.ts'

/**
 * The acts of `count` requests between two moments, in the order of time. What would come later does not happen. Only
 * tickets that somebody still has to do with are kept.
 */
export function* lifeOf(
  random: Random,
  cast: Cast,
  span: { readonly from: Instant; readonly until: Instant },
  count: number,
): Generator<Act> {
  const queue = momentQueue<Step>()
  const usual = arrivals(random.fork('arrivals'), span, count)
  const outages = outagesIn(random.fork('outages'), usual)
  const asks = crowded(random.fork('crowds'), outages, usual, span.until)
  const desk = {
    cast,
    plan: queue.put,
    outages,
    recent: recentTickets(),
    closed: recentTickets(),
  }
  let asked = 0
  const begun = (at: Instant): Act | undefined =>
    conversation(random.fork(`ticket ${asked}`), desk, asked++, at)(at)
  /** Who asks comes before what happens at the same moment. */
  const next = (): Act | undefined | 'nothing' => {
    const ask = asks[asked] ?? Number.POSITIVE_INFINITY
    const due = queue.earliest()
    if (Math.min(ask, due) >= span.until) return 'nothing'
    if (ask <= due) return begun(instantOf(ask))
    const { at, item } = queue.take()!
    return item(instantOf(at))
  }
  for (let act = next(); act !== 'nothing'; act = next()) if (act !== undefined) yield act
}
