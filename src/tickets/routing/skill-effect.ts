import type { Id } from '../../kernel/index.ts'
import type { EffectHandler } from '../../platform/module.ts'
import type { SkillEdit } from '../core/skills.ts'
import type { Room } from '../room.ts'
import { SET_SKILLS } from '../save.ts'
import { pokeGroupsOfTickets } from './poke-store.ts'
import { setSkills, skillsOf } from './skills-store.ts'

/** Carries out what rules said of the skills that a ticket asks for. */
export const setSkillsHandler = ({ ground }: Room): EffectHandler => ({
  kind: SET_SKILLS,
  concurrency: 4,
  deliver: async ({ payload }) => {
    const { ticketId, edits } = payload as unknown as { ticketId: Id; edits: readonly SkillEdit[] }
    const at = ground.clock.now()
    await ground.db.transaction(async (tx) => {
      await pokeGroupsOfTickets(tx, [ticketId], at)
      const bearer = { of: 'ticket', id: ticketId } as const
      await setSkills(tx, bearer, edits.reduce(edited, await skillsOf(tx, bearer)), at)
    })
    return { outcome: 'done' }
  },
})

const edited = (skills: readonly Id[], { mode, ids }: SkillEdit): Id[] => {
  if (mode === 'remove') return skills.filter((id) => !ids.includes(id))
  return [...new Set(mode === 'set' ? ids : [...skills, ...ids])]
}
