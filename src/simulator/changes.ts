import type { Id, Instant } from '../kernel/index.ts'
import { textToHtml } from '../platform/html/index.ts'
import { type Change, type NewComment, noChange, SATISFACTION_REASONS, type Via } from '../tickets/index.ts'
import type { Act, Cast } from './core/index.ts'

/** The people of a cast as the desk knows them, and where customers write to. */
export type Company = {
  readonly cast: Cast
  readonly groupIds: readonly Id[]
  readonly agentIds: readonly Id[]
  readonly customerIds: readonly Id[]
  /** Numbers of the tickets, by the order in which they arrive. */
  readonly ticketIds: readonly Id[]
  readonly supportAddress: string
}

/** One Change of the simulated life: `decide` is told the moment, and the ticket by its place. */
export type Moment = { readonly at: Instant; readonly ticket: number; readonly change: Change }

type Ask = Extract<Act, { kind: 'ask' }>
/** What somebody does; what is solved and left alone the desk closes by itself. */
export type Deed = Exclude<Act, { kind: 'close' }>
type Tellable = Exclude<Deed, Ask>

/**
 * Turns acts into the Changes that people would make of them. Customers write subject and text only; what kind of
 * request it is and how urgent, the agent says who touches it first.
 */
export const changesOf = (company: Company): ((act: Deed) => Moment) => {
  /** Tickets that nobody of the staff has touched yet. */
  const untouched = new Map<number, Ask>()
  const channels = new Map<number, Ask['channel']>()

  const asked = (act: Ask): Change => {
    channels.set(act.ticket, act.channel)
    const isByApi = act.channel === 'api'
    if (!isByApi) untouched.set(act.ticket, act)
    const asking = isByApi ? askedByApi(company, act) : askedByPerson(company, act)
    return act.followUpOf === null ? asking : { ...asking, followUpOf: company.ticketIds[act.followUpOf]! }
  }
  const told = (act: Tellable): Change => {
    if (act.kind === 'answer') {
      const via = viaOf(company, channels.get(act.ticket) ?? 'web', act.customer)
      return { ...change('update', company.customerIds[act.customer]!, via), comment: says(act.text) }
    }
    if (act.kind === 'rate') return ratedBy(company, act)
    if (act.kind === 'merge_from') return doneByAgent(company, act, NOTHING)
    const triage = sortedBy(untouched.get(act.ticket))
    untouched.delete(act.ticket)
    return doneByAgent(company, act, triage)
  }
  return (act) => ({
    at: act.at,
    ticket: act.ticket,
    change: act.kind === 'ask' ? asked(act) : told(act),
  })
}

const askedByPerson = (company: Company, act: Ask): Change => ({
  ...change('create', company.customerIds[act.customer]!, viaOf(company, act.channel, act.customer)),
  set: {
    subject: act.subject,
    ...(act.channel === 'email' ? { recipient: company.supportAddress } : {}),
  },
  comment: says(act.text),
})

/** What a customer's system files by itself comes with everything set. */
const askedByApi = (company: Company, act: Ask): Change => {
  const requesterId = company.customerIds[act.customer]!
  return {
    ...noChange,
    kind: 'create',
    actor: { kind: 'system' },
    via: viaOf(company, 'api', act.customer),
    requesterId,
    submitterId: requesterId,
    set: {
      subject: act.subject,
      type: act.type,
      priority: act.priority,
      groupId: company.groupIds[act.group]!,
    },
    tags: { add: act.tags },
    comment: { ...says(act.text), authorId: requesterId },
  }
}

const sortedBy = (ask: Ask | undefined): Pick<Change, 'set' | 'tags'> =>
  ask === undefined ? NOTHING : { set: { type: ask.type, priority: ask.priority }, tags: { add: ask.tags } }

const NOTHING: Pick<Change, 'set' | 'tags'> = { set: {}, tags: {} }

type Rate = Extract<Act, { kind: 'rate' }>

const ratedBy = (company: Company, { customer, opinion }: Rate): Change => {
  const { score, comment, why } = opinion
  const reasonId =
    why === null ? null : SATISFACTION_REASONS.find(({ code }) => code === REASON_CODES[why])!.id
  const via = viaOf(company, 'web')
  return {
    ...change('update', company.customerIds[customer]!, via),
    satisfaction: { score, comment, reasonId },
  }
}

const REASON_CODES = { unsaid: 0, slow: 5, unsolved: 6, knowledge: 7, attitude: 8, other: 100 } as const

type Work = Exclude<Tellable, { kind: 'answer' | 'rate' }>

const doneByAgent = (company: Company, act: Work, triage: Pick<Change, 'set' | 'tags'>): Change => {
  const agentId = company.agentIds[act.agent]!
  const base = { ...change('update', agentId, viaOf(company, 'web')), ...triage }
  switch (act.kind) {
    case 'reply':
      return {
        ...base,
        set: { ...triage.set, status: act.status, assigneeId: agentId },
        comment: says(act.text, true),
      }
    case 'note':
      return { ...base, comment: says(act.text, false) }
    case 'hand_up':
      return {
        ...base,
        set: { ...triage.set, groupId: company.groupIds[act.to]! },
        comment: says(act.text, false),
      }
    case 'link':
      return {
        ...base,
        set: { ...triage.set, type: 'incident', problemId: company.ticketIds[act.problem]! },
        comment: says(act.text, false),
      }
    case 'merge_into':
      return { ...base, merge: { into: company.ticketIds[act.into]! }, comment: says(act.text, false) }
    case 'merge_from':
      return { ...base, merge: { from: [company.ticketIds[act.from]!] }, comment: says(act.text, false) }
    case 'solve':
      return { ...base, set: { ...triage.set, status: 'solved', assigneeId: agentId } }
  }
}

const change = (kind: Change['kind'], actorId: Id, via: Via): Change => ({
  ...noChange,
  kind,
  actor: { kind: 'user', id: actorId },
  via,
})

const says = (text: string, isPublic?: boolean): NewComment => ({
  text,
  html: textToHtml(text),
  attachments: [],
  ...(isPublic === undefined ? {} : { public: isPublic }),
})

const viaOf = ({ cast, supportAddress }: Company, channel: Ask['channel'], customer?: number): Via => {
  const person = customer === undefined ? undefined : cast.customers[customer]
  const isMail = channel === 'email' && person !== undefined
  return {
    channel,
    source: {
      from: isMail ? { address: person.email, name: person.name } : {},
      to: isMail ? { address: supportAddress, name: '' } : {},
      rel: null,
    },
  }
}
