export { type BackedUp, type BackupProgress, backup } from './backup.ts'
export { refuseHalfRestored } from './half-restored.ts'
export { type Restored, type RestoreProgress, restore } from './restore.ts'
