export { type Cluster, type ClusterConnection, type ClusterOptions, openCluster } from './cluster.ts'
export { ClusterError } from './cluster-error.ts'
export { type DatabaseServer, openServer } from './open-server.ts'
