export { settingsHelp } from './configuration-page.ts'

export { readSettings } from './read-settings.ts'
export type { ProcessRole, Settings, UnauthenticatedMail } from './settings.ts'
