import type { Db } from '../platform/db/index.ts'
import type { SavedRows } from './save.ts'
import { SAVE_MANY } from './save-statement.ts'

/** Writes what many Decisions leave, in their order, by one statement. The tickets are locked, or new. */
export const saveMany = async (tx: Db, saved: readonly SavedRows[]): Promise<void> => {
  const last = new Map(saved.map((rows) => [rows.committed.ticket.id, rows.ticket]))
  const ticketRows = (pick: (rows: SavedRows) => readonly object[]): string =>
    JSON.stringify(
      saved.flatMap((rows) => pick(rows).map((row) => ({ ...row, ticket_id: rows.committed.ticket.id }))),
    )
  await tx.query(SAVE_MANY, [
    JSON.stringify([...last.values()]),
    `[${saved.map(auditJson).join(',')}]`,
    JSON.stringify(saved.flatMap(({ comment }) => comment ?? [])),
    JSON.stringify(saved.flatMap(({ attachments }) => attachments)),
    JSON.stringify(lastEdits(saved)),
    ticketRows(({ effects }) => effects),
  ])
}

/** The chained columns are the text that the chain was taken over. */
const auditJson = ({ columns, texts, chain, metricEvents, silent }: SavedRows): string =>
  `${columns.slice(0, -1)},"texts":${texts},"chain":"${chain.toString('hex')}","silent":${silent}` +
  `,"metric_events":${JSON.stringify(metricEvents)}}`

/** Of several edits of one timer the last holds. */
const lastEdits = (saved: readonly SavedRows[]): object[] => {
  const edits = new Map<string, object>()
  for (const { committed, timers } of saved)
    for (const timer of timers) {
      const row = { ...timer, ticket_id: committed.ticket.id }
      edits.set(JSON.stringify([row.ticket_id, timer.kind, timer.key]), row)
    }
  return [...edits.values()]
}
