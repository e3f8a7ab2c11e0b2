export { type Cluster, type ClusterConnection, type ClusterOptions, openCluster } from './cluster.ts'

export type { DatabaseServer } from './open-server.ts'
