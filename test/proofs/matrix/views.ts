import { AGENTS, MANAGERS, type Principal, STAFF } from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'
import { tickets } from './tickets.ts'

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
const exportOne: Row = { may: MANAGERS, status: 200, things: first }
const write: Row = { may: AGENTS, status: 200, except: forbidden }
const writeOne: Row = {
  may: AGENTS,
  status: 200,
  things: first,
  refused: (principal) => !isManager(principal),
}

/** A macro, and the ticket that it is applied to. */
const onTicket: Things = {
  ...tickets,
  params: (world, name, principal) => ({ ...tickets.params(world, name, principal), macro_id: 1 }),
}
const macro = { title: 'New', actions: [{ field: 'priority', value: 'high' }] }

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
      ExportView: exportOne,
      ExportViewAsCSV: exportOne,
      ExportViewAsJSONL: exportOne,
      CountPreviewTickets: { ...read, reads: true, body: { view } },
    },
  },
  {
    scope: 'macros',
    rows: {
      ListMacros: read,
      ListActiveMacros: read,
      SearchMacros: { ...read, query: '?query=x' },
      ListMacroCategories: read,
      ListMacroActions: read,
      ListMacrosActionDefinitions: read,
      ShowMacro: readOne,
      CreateMacro: { ...write, status: 201, body: { macro } },
      UpdateMacro: { ...writeOne, body: { macro: { title: 'Renamed' } } },
      DeleteMacro: { ...writeOne, status: 204 },
      UpdateManyMacros: { ...write, body: { macros: [{ id: 1, active: false }] } },
      DeleteManyMacros: { ...write, status: 204, query: '?ids=1' },
      ShowChangesToTicket: readOne,
      ShowTicketAfterChanges: { ...read, things: onTicket },
      ShowDerivedMacro: { ...read, query: '?macro_id=1' },
      ListMacroAttachments: readOne,
      CreateAssociatedMacroAttachment: {
        ...writeOne,
        status: 201,
        query: '?filename=a.txt',
        body: 'a',
      },
    },
  },
]
