import { AGENTS, MANAGERS, type Principal, STAFF } from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'

/** Every desk comes with a first view and a first macro, for everybody. */
const first: Things = {
  names: ['first', MISSING],
  params: (_world, name) => ({ id: name === 'first' ? 1 : NO_ID }),
  sees: (_principal, name) => name === 'first',
}

const isManager = (principal: Principal): boolean => MANAGERS.includes(principal)
/** Agents have views and macros of their own; those for everybody are written by who runs the desk. */
const forbidden = (principal: Principal): number | undefined =>
  AGENTS.includes(principal) && !isManager(principal) ? 403 : undefined

const read: Row = { may: STAFF, status: 200 }
const readOne: Row = { ...read, things: first }
const write: Row = { may: AGENTS, status: 200, except: forbidden }
const writeOne: Row = {
  may: AGENTS,
  status: 200,
  things: first,
  refused: (principal) => !isManager(principal),
}

const view = { title: 'New', all: [{ field: 'status', operator: 'less_than', value: 'solved' }] }

export const viewFamilies: readonly Family[] = [
  {
    scope: 'views',
    rows: {
      ListViews: read,
      ListActiveViews: read,
      ListCompactViews: read,
      SearchViews: { ...read, query: '?query=x' },
      CountViews: read,
      ShowManyViews: { ...read, query: '?ids=1,2' },
      ShowView: readOne,
      CreateView: { ...write, status: 201, body: { view } },
      UpdateView: { ...writeOne, body: { view: { title: 'Renamed' } } },
      DeleteView: { ...writeOne, status: 204 },
      UpdateManyViews: { ...write, body: { views: [{ id: 1, active: false }] } },
      DestroyManyViews: { ...write, status: 204, query: '?ids=1' },
      ListViewTickets: readOne,
      ExecuteView: readOne,
      PreviewView: { ...read, reads: true, body: { view } },
      CountViewTickets: readOne,
      CountManyViewTickets: { ...read, query: '?ids=1,2' },
      CountPreviewTickets: { ...read, reads: true, body: { view } },
    },
  },
]
