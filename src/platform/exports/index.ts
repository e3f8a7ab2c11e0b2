export { type ExportQuery, exportQuery, parseExport } from './asked.ts'
export { type Exported, type ExportSource, readExport, type Stretch } from './read.ts'
export { exportReply, exportSchema } from './reply.ts'
