export {
  type Cluster,
  type ClusterConnection,
  type ClusterOptions,
  openCluster,
  weakDurability,
} from './cluster.ts'
export { ClusterError } from './cluster-error.ts'
