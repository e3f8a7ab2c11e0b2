export { settingsHelp } from './configuration-page.ts'
export { withoutSettings } from './flags.ts'
export { readSettings } from './read-settings.ts'
export type { ProcessRole, Settings, UnauthenticatedMail } from './settings.ts'
