import type { MeshConfig } from './mesh-config.ts';
import type { Policies } from './policies.ts';

/** The mesh's settings as far as policies depend on them, defaults filled in. */
export interface MeshSettings {
  readonly rootNamespace: string;
  readonly enableAutoMtls: boolean;
  readonly outboundMode: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Trust domains accepted beside the mesh's own. */
  readonly trustDomainAliases: readonly string[];
  /** What servers of mutual TLS accept at least. */
  readonly minimumTls: 'TLSv1_2' | 'TLSv1_3';
  readonly exportTo: MeshConfig['exportTo'];
  /** Where they come from; undefined: no MeshConfig was read and these are Istio's defaults. */
  readonly from?: MeshConfig;
}

/** Istio's defaults since 1.6 (pkg/config/mesh/mesh.go, `DefaultMeshConfig`). */
const defaults: MeshSettings = {
  rootNamespace: 'istio-system',
  enableAutoMtls: true,
  outboundMode: 'ALLOW_ANY',
  trustDomainAliases: [],
  minimumTls: 'TLSv1_2',
  exportTo: { destinationRule: [], virtualService: [], service: [] },
};

/**
 * The settings the MeshConfigs among `policies` amount to. Of several (revisions, a bare one on
 * top of a ConfigMap) the later one wins, field by field.
 */
export function meshSettings({ meshConfigs }: Pick<Policies, 'meshConfigs'>): MeshSettings {
  return meshConfigs.reduce<MeshSettings>(
    (settings, config) => ({
      rootNamespace: config.rootNamespace ?? settings.rootNamespace,
      enableAutoMtls: config.enableAutoMtls ?? settings.enableAutoMtls,
      outboundMode: config.outboundMode ?? settings.outboundMode,
      trustDomainAliases: config.trustDomainAliases ?? settings.trustDomainAliases,
      minimumTls: config.minimumTls ?? settings.minimumTls,
      exportTo: {
        destinationRule: orElse(config.exportTo.destinationRule, settings.exportTo.destinationRule),
        virtualService: orElse(config.exportTo.virtualService, settings.exportTo.virtualService),
        service: orElse(config.exportTo.service, settings.exportTo.service),
      },
      from: config,
    }),
    defaults,
  );
}

function orElse(first: readonly string[], second: readonly string[]): readonly string[] {
  return first.length > 0 ? first : second;
}
