import { type Id, isId } from '../../kernel/index.ts'
import { type Attempt, type Draft, fail, findPerson, isStaffPerson } from './attempt.ts'
import type { ListChange } from './change.ts'
import type { Policy } from './policy.ts'
import type { Context } from './state.ts'

export const MAX_EMAIL_CCS = 48
export const MAX_FOLLOWERS = 100

/** Applies what a Change says of who is copied (anyone but the requester) and who follows (staff only). */
export const applyParticipants = (attempt: Attempt): void => {
  const { draft, change } = attempt
  const ccs = editList(attempt, 'email_ccs', draft.emailCcIds, change.emailCcs)
  draft.emailCcIds = ccs.filter((id) => id !== draft.requesterId)
  draft.followerIds = editList(attempt, 'followers', draft.followerIds, change.followers)
  if (draft.emailCcIds.length > MAX_EMAIL_CCS)
    fail(attempt, 'email_ccs', `Email CCs: a ticket can have at most ${MAX_EMAIL_CCS}`, 'TooLong')
  if (draft.followerIds.length > MAX_FOLLOWERS)
    fail(attempt, 'followers', `Followers: a ticket can have at most ${MAX_FOLLOWERS}`, 'TooLong')
}

/** Copies somebody in. Answers what is wrong. */
export const addCc = (draft: Draft, context: Context, policy: Policy, id: Id): string | null => {
  if (!isAllowed(policy, 'email_ccs')) return 'Email CC: is not in use'
  if (!findPerson(context, id)?.active) return 'Email CC: is not an active user'
  if (id === draft.requesterId || draft.emailCcIds.includes(id)) return null
  if (draft.emailCcIds.length >= MAX_EMAIL_CCS) return `Email CCs: a ticket can have at most ${MAX_EMAIL_CCS}`
  draft.emailCcIds = [...draft.emailCcIds, id]
  return null
}

/** Makes a member of staff a follower. Answers what is wrong. */
export const addFollower = (draft: Draft, context: Context, policy: Policy, id: Id): string | null => {
  if (!isAllowed(policy, 'followers')) return 'Follower: is not in use'
  const person = findPerson(context, id)
  if (!person?.active || !isStaffPerson(policy, person)) return 'Follower: is not an active member of staff'
  if (draft.followerIds.includes(id)) return null
  if (draft.followerIds.length >= MAX_FOLLOWERS)
    return `Followers: a ticket can have at most ${MAX_FOLLOWERS}`
  draft.followerIds = [...draft.followerIds, id]
  return null
}

type ListName = 'email_ccs' | 'followers'

/** Those who are on the list already may stay whatever became of them; who comes new must be fit for it. */
const editList = (
  attempt: Attempt,
  name: ListName,
  current: readonly Id[],
  change: ListChange<Id> | undefined,
): readonly Id[] => {
  const set = readIds(attempt, name, change?.set)
  const add = readIds(attempt, name, change?.add)
  const remove = readIds(attempt, name, change?.remove)
  if (!set && !add && !remove) return current
  const asked = [...new Set([...(set ?? current), ...(add ?? [])])].filter((id) => !remove?.includes(id))
  const wanted = isAllowed(attempt.policy, name) ? asked : asked.filter((id) => current.includes(id))
  for (const id of wanted) if (!current.includes(id)) checkNewcomer(attempt, name, id)
  return wanted
}

/** Where the desk does without them, newcomers are passed over in silence: a mail's CCs are no mistake. */
const isAllowed = ({ settings }: Policy, name: ListName): boolean =>
  name === 'email_ccs' ? settings.emailCcsAllowed : settings.followersAllowed

const readIds = (attempt: Attempt, name: ListName, list: unknown): readonly Id[] | undefined => {
  if (list === undefined || list === null) return undefined
  if (Array.isArray(list) && list.every(isId)) return list
  fail(attempt, name, `${TITLES[name]}: must be a list of users`)
  return undefined
}

const checkNewcomer = (attempt: Attempt, name: ListName, id: Id): void => {
  const person = findPerson(attempt.context, id)
  const isFit = person?.active && (name === 'email_ccs' || isStaffPerson(attempt.policy, person))
  if (!isFit) fail(attempt, name, `${TITLES[name]}: ${UNFIT[name]} (${id})`)
}

const TITLES = { email_ccs: 'Email CCs', followers: 'Followers' } as const
const UNFIT = { email_ccs: 'not an active user', followers: 'not an active member of staff' } as const
