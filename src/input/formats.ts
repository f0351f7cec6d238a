import { adminClusters } from './format/admin-clusters.ts';
import { adminListeners } from './format/admin-listeners.ts';
import { bareResource } from './format/bare-resource.ts';
import { bootstrapFile } from './format/bootstrap.ts';
import { captureManifest } from './format/capture-manifest.ts';
import { certs } from './format/certs.ts';
import { configDumpEntry } from './format/config-dump-entry.ts';
import { configDumpRest } from './format/config-dump-rest.ts';
import { facts } from './format/facts.ts';
import { kubernetes } from './format/kubernetes.ts';
import { meshConfig } from './format/mesh-config.ts';
import { serverInfo } from './format/server-info.ts';
import { stats } from './format/stats.ts';
import { virtualHost } from './format/virtual-host.ts';
import { ztunnel } from './format/ztunnel.ts';
import type { Format } from './format.ts';

/** Every format, the surest first: the first that recognises an element reads it. */
export const formats: readonly Format[] = [
  configDumpEntry,
  virtualHost,
  facts,
  configDumpRest,
  adminClusters,
  adminListeners,
  kubernetes,
  certs,
  serverInfo,
  stats,
  captureManifest,
  ztunnel,
  bootstrapFile,
  bareResource,
  meshConfig,
];
