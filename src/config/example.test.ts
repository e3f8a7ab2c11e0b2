import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConfigDesk, configDesk } from './fixture.ts'
import { type ApplyOutcome, applyTree, readDirectory, type SourceFile } from './index.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/gitlab')

let desk: ConfigDesk
let files: readonly SourceFile[]
let first: ApplyOutcome
beforeAll(async () => {
  desk = await configDesk()
  files = await readDirectory(EXAMPLE)
  first = await applyTree(desk.ground, files, { reason: 'to begin with' })
})
afterAll(() => desk?.close())

describe('the example', () => {
  it('applies to an empty desk as one version', async () => {
    expect(first).toMatchObject({ ok: true, version: 2 })
    expect((await desk.ground.policy.current()).version).toBe(2)
  })

  it('changes nothing when it is applied again', async () => {
    expect(await applyTree(desk.ground, files, { reason: null })).toEqual({
      ok: true,
      version: 2,
      changes: [],
    })
  })
})

describe('a ticket under it', () => {
  const fieldId = async (title: string): Promise<number> => {
    const { ticket_fields: fields } = await desk.get('/api/v2/ticket_fields.json')
    return (fields as { id: number; title: string }[]).find((field) => field.title === title)!.id
  }
  const fieldIn = (ticket: { custom_fields: { id: number; value: unknown }[] }, id: number): unknown =>
    ticket.custom_fields.find((field) => field.id === id)?.value

  it('begins with the priority of its severity, waits for its first reply, and is tagged by the links of answers', async () => {
    const [severity, stage] = [await fieldId('Customer severity'), await fieldId('Ticket stage')]
    const { ticket: made } = await desk.send('POST', '/api/v2/tickets.json', {
      ticket: {
        subject: 'Runners stand still',
        comment: { body: 'None of them takes a job.' },
        requester: { name: 'Rhea', email: 'rhea@customer.example' },
        custom_fields: [{ id: severity, value: 'customer_severity_2' }],
      },
    })
    expect(made.priority).toBe('high')
    expect(made.tags).toContain('needs_organization')
    expect(fieldIn(made, stage)).toBe('stage_frt')
    const { ticket: answered } = await desk.send('PUT', `/api/v2/tickets/${made.id}.json`, {
      ticket: {
        comment: { body: 'See https://docs.gitlab.com/runner/ and tell us.', public: true },
        custom_fields: [{ id: severity, value: 'customer_severity_4' }],
      },
    })
    expect(fieldIn(answered, stage)).toBe('stage_nrt')
    expect(answered.tags).toContain('docs_link')
    expect(answered.tags).not.toContain('agent_offered_call')
    expect(answered.priority).toBe('high')
  })

  it('by the form of emergencies is urgent, and with the group on call', async () => {
    const { ticket_forms: forms } = await desk.get('/api/v2/ticket_forms.json')
    const { groups } = await desk.get('/api/v2/groups.json')
    const named = (list: { id: number; name: string }[], name: string) =>
      list.find((one) => one.name === name)!.id
    const { ticket } = await desk.send('POST', '/api/v2/tickets.json', {
      ticket: {
        subject: 'Down',
        comment: { body: 'All of it.' },
        ticket_form_id: named(forms, 'Emergencies'),
      },
    })
    expect(ticket).toMatchObject({ priority: 'urgent', type: 'incident', group_id: named(groups, 'On-call') })
  })
})
