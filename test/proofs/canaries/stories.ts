import type { Parsed } from '../house.ts'
import { type CanaryDesk, INTERNAL, SECRET } from './desk.ts'

/** Something that happens to a ticket in which all that is internal stands; which tickets customers then look at. */
export type Story = {
  readonly name: string
  readonly happen: (teller: Teller, change: object) => Promise<readonly number[]>
}

/** A change of a ticket beside what is said in it. */
export const changesOf = ({ ids }: CanaryDesk): readonly object[] => [
  { status: 'pending' },
  { status: 'solved' },
  { status: 'hold' },
  { status: 'open' },
  { priority: 'urgent' },
  { type: 'incident' },
  { type: 'question' },
  { type: 'task', due_at: '2026-03-01T08:00:00Z' },
  { additional_tags: [INTERNAL.tag] },
  { remove_tags: [INTERNAL.tag] },
  { external_id: INTERNAL.externalId },
  { subject: 'Another subject' },
  { group_id: ids.group },
  { assignee_id: ids.follower, group_id: ids.group },
  { custom_fields: [{ id: ids.field, value: INTERNAL.field }] },
  { followers: [{ user_email: INTERNAL.cc, action: 'put' }] },
  { email_ccs: [{ user_email: 'cleo@customer.example', action: 'put' }] },
  { email_ccs: [{ user_email: 'stranger@elsewhere.example', action: 'put' }] },
  { metadata: { note: INTERNAL.note } },
  {},
]

export type Teller = ReturnType<typeof tellerOf>

/** The few things of which stories are made. */
export const tellerOf = (desk: CanaryDesk) => {
  const { must, ids } = desk
  const put = (id: number, ticket: object, who = 'agent'): Promise<Parsed> =>
    must(who, 'PUT', `/tickets/${id}`, { ticket })
  const upload = async (): Promise<string> => {
    const type = { 'content-type': 'text/plain' }
    return (await must('agent', 'POST', `/uploads?filename=${INTERNAL.fileName}`, INTERNAL.file, type)).upload
      .token
  }
  const newTicket = async (more: object = {}): Promise<number> => {
    const said = { subject: 'Printer', comment: { body: SECRET.comment } }
    const custom_fields = [{ id: ids.field, value: INTERNAL.field }]
    const ticket = { requester_id: ids.carol, tags: [INTERNAL.tag], custom_fields, ...said, ...more }
    return (await must('agent', 'POST', '/tickets', { ticket })).ticket.id
  }
  const noted = async (): Promise<object> => ({
    body: INTERNAL.note,
    public: false,
    uploads: [await upload()],
  })
  return {
    ...desk,
    put,
    newTicket,
    noted,
    note: async (id: number, more: object = {}): Promise<Parsed> =>
      put(id, { comment: await noted(), ...more }),
    answer: (id: number, more: object = {}): Promise<Parsed> =>
      put(id, { comment: { body: 'Have you tried again?', public: true }, ...more }),
    say: (id: number): Promise<Parsed> =>
      must('carol', 'PUT', `/requests/${id}`, { request: { comment: { body: 'It is still broken.' } } }),
    /** Waits until a job has ended, which must be well. */
    done: async ({ job_status: { id } }: Parsed): Promise<void> => {
      for (let tries = 0; tries < 500; tries++) {
        const { job_status } = await must('agent', 'GET', `/job_statuses/${id}`)
        if (job_status.status === 'completed') return
        if (job_status.status === 'failed' || job_status.status === 'killed')
          throw new Error(JSON.stringify(job_status))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      throw new Error(`job ${id} does not end`)
    },
  }
}

/** What agents keep of a technical ticket beside its words: a log, a vendor, a hand-over. */
const technical = async ({ must, ids }: Teller, id: number): Promise<void> => {
  const entry = { title: INTERNAL.note, details: INTERNAL.note }
  const made = await must('agent', 'POST', `/tickets/${id}/troubleshooting`, { troubleshooting_entry: entry })
  const { id: entryId } = made.troubleshooting_entry
  const outcome = { troubleshooting_entry: { outcome: INTERNAL.note, state: 'confirmed' } }
  await must('agent', 'PUT', `/tickets/${id}/troubleshooting/${entryId}`, outcome)
  const party = { name: INTERNAL.note, reference: INTERNAL.note, waiting: true }
  await must('agent', 'POST', `/tickets/${id}/parties`, { party })
  const hand_over = { summary: INTERNAL.note, next_step: INTERNAL.note, to_user_id: ids.follower }
  await must('agent', 'POST', `/tickets/${id}/hand_over`, { hand_over: { ...hand_over, keeps_owner: true } })
}

/** A story of one ticket. */
const one = (
  name: string,
  tell: (teller: Teller, id: number, change: object) => Promise<unknown>,
): Story => ({
  name,
  happen: async (teller, change) => {
    const id = await teller.newTicket()
    await tell(teller, id, change)
    return [id]
  },
})

export const STORIES: readonly Story[] = [
  one('a note, then an answer with a change', async ({ note, answer }, id, change) => {
    await note(id)
    await answer(id, change)
  }),
  one('a note with a change, then an answer', async ({ note, answer }, id, change) => {
    await note(id, change)
    await answer(id)
  }),
  one('an answer, a log and a vendor, a change, then a note', async (teller, id, change) => {
    await teller.answer(id)
    await technical(teller, id)
    await teller.put(id, change)
    await teller.note(id)
  }),
  one('two notes round an answer by the follower', async ({ note, put }, id, change) => {
    await note(id, { followers: [{ user_email: INTERNAL.cc, action: 'put' }] })
    await put(id, { comment: { body: 'Is it better now?' }, ...change }, 'follower')
    await note(id)
  }),
  one('the customer speaks between notes', async ({ note, say, put }, id, change) => {
    await note(id)
    await say(id)
    await put(id, change)
    await note(id)
    await say(id)
  }),
  one('a note of several tickets at once', async ({ must, done, noted, answer }, id, change) => {
    const ticket = { comment: await noted(), ...change }
    await done(await must('agent', 'PUT', `/tickets/update_many?ids=${id}`, { ticket }))
    await answer(id)
  }),
  one('an undone change', async ({ must, note, put }, id, change) => {
    await note(id)
    const { audit } = await put(id, { ...change, priority: 'low' })
    await must('agent', 'POST', `/tickets/${id}/audits/${audit.id}/undo`)
    await note(id)
  }),
  one('a ticket that is deleted and restored', async ({ must, note, answer }, id, change) => {
    await note(id, change)
    await must('owner', 'DELETE', `/tickets/${id}`)
    await must('owner', 'PUT', `/deleted_tickets/${id}/restore`)
    await answer(id)
  }),
  one('another requester', async ({ note, put, answer, ids }, id, change) => {
    await note(id)
    await put(id, { requester_id: ids.colleague })
    await answer(id, change)
  }),
  one('a rating', async ({ must, note, put }, id, change) => {
    await note(id)
    await put(id, { ...change, status: 'solved' })
    const satisfaction_rating = { score: 'bad', comment: 'Slow.' }
    await must('carol', 'POST', `/tickets/${id}/satisfaction_rating`, { satisfaction_rating })
    await note(id)
  }),
  one('an answer that becomes a note', async ({ must, note, answer }, id, change) => {
    await note(id)
    await answer(id, change)
    const { comments } = await must('agent', 'GET', `/tickets/${id}/comments`)
    await must('agent', 'PUT', `/tickets/${id}/comments/${comments.at(-1).id}/make_private`)
    await answer(id)
  }),
  one('a redacted note', async ({ must, note, answer }, id, change) => {
    await note(id, change)
    const { comments } = await must('agent', 'GET', `/tickets/${id}/comments`)
    const redacted = { text: INTERNAL.note.slice(0, 6) }
    await must('owner', 'PUT', `/tickets/${id}/comments/${comments.at(-1).id}/redact`, redacted)
    await answer(id)
  }),
  {
    name: 'a ticket that begins with a note',
    happen: async ({ newTicket, noted, put, answer }, change) => {
      const id = await newTicket({ comment: await noted() })
      await put(id, change)
      await answer(id)
      return [id]
    },
  },
  {
    name: 'tickets that become one',
    happen: async ({ must, done, newTicket, note, answer }, change) => {
      const [id, other] = [await newTicket(), await newTicket()]
      await note(other)
      await note(id, change)
      const said = { target_comment: INTERNAL.note, source_comment: INTERNAL.note }
      await done(await must('agent', 'POST', `/tickets/${id}/merge`, { ids: [other], ...said }))
      await answer(id)
      return [id, other]
    },
  },
  {
    name: 'a ticket that becomes two',
    happen: async ({ must, newTicket, note, answer }, change) => {
      const id = await newTicket()
      await note(id, change)
      const { comments } = await must('agent', 'GET', `/tickets/${id}/comments`)
      const comment_ids = comments.map((comment: { id: number }) => comment.id)
      const { ticket } = await must('agent', 'POST', `/tickets/${id}/split`, {
        comment_ids,
        subject: 'The other half',
      })
      await answer(ticket.id)
      return [id, ticket.id]
    },
  },
  {
    name: 'a follow-up of a closed ticket',
    happen: async ({ must, newTicket, note, put, answer }, change) => {
      const id = await newTicket()
      await note(id, change)
      await put(id, { status: 'closed' })
      const request = { subject: 'Again', comment: { body: 'It is back.' }, via_followup_source_id: id }
      const made = (await must('carol', 'POST', '/requests', { request })).request.id
      await note(made)
      await answer(made)
      return [id, made]
    },
  },
  {
    name: 'an incident that its problem solves',
    happen: async ({ newTicket, note, put, answer }, change) => {
      const problem = await newTicket({ type: 'problem' })
      const incident = await newTicket({ type: 'incident', problem_id: problem })
      await note(problem)
      await note(incident)
      await put(incident, { ...change, type: 'incident', problem_id: problem })
      await answer(problem, { status: 'solved' })
      return [problem, incident]
    },
  },
  {
    name: 'a history that was imported',
    happen: async ({ must, ids, put, answer }, change) => {
      const comments = [
        { author_id: ids.carol, body: 'It does not print.', created_at: '2025-01-01T08:00:00Z' },
        { author_id: ids.agent, body: INTERNAL.note, public: false, created_at: '2025-01-02T08:00:00Z' },
      ]
      const ticket = { subject: 'Old', requester_id: ids.carol, tags: [INTERNAL.tag], comments }
      const { id } = (await must('owner', 'POST', '/imports/tickets', { ticket })).ticket
      await put(id, change)
      await answer(id)
      return [id]
    },
  },
]
